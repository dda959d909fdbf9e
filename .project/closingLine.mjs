/** A vitest reporter that ends the run with one line any CI can read: `N passed, N failed[, N skipped]`. */
export default class ClosingLine {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[test.result().state] += 1;
      // A file that fails to load or whose hooks fail has no failing test of its own: count it, or it would be silent.
      const failedTests = [...module.children.allTests("failed")].length;
      if (module.state() === "failed" && failedTests === 0) counts.failed += 1;
    }
    const skipped = counts.skipped + counts.pending;
    process.on("exit", () => {
      process.stdout.write(
        `\n${counts.passed} passed, ${counts.failed} failed${skipped ? `, ${skipped} skipped` : ""}\n`,
      );
    });
  }
}
