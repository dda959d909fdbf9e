import type { WriteStream } from "node:tty";

import type { InstallProgress } from "../../lib/engine/install/index.ts";
import { duration, paint, size } from "./terminal.ts";

const steps: Record<InstallProgress["step"], string> = {
  find: "Looking for TensorFlow",
  download: "Downloading TensorFlow",
  verify: "Checking it",
  extract: "Unpacking it",
  done: "Done",
};

/** How far a download is: a bar with bytes and rate on a terminal, a line per step and quarter anywhere else. */
export class DownloadView {
  readonly #stream: Pick<WriteStream, "write" | "isTTY" | "columns">;
  readonly #now: () => number;
  #step: InstallProgress["step"] | undefined;
  #started = 0;
  #startBytes = 0;
  #quarter = 0;
  #drawn = -Infinity;

  /** @param now milliseconds, for the rate */
  constructor(
    stream: Pick<WriteStream, "write" | "isTTY" | "columns">,
    now: () => number = () => performance.now(),
  ) {
    this.#stream = stream;
    this.#now = now;
  }

  show({ step, doneBytes, totalBytes }: InstallProgress): void {
    const now = this.#now();
    const isNew = step !== this.#step;
    if (isNew) {
      this.#step = step;
      this.#started = now;
      this.#startBytes = doneBytes;
      this.#quarter = 0;
    }
    if (this.#stream.isTTY) {
      if (!isNew && now - this.#drawn < 80 && doneBytes < totalBytes) return;
      this.#drawn = now;
      this.#stream.write(`\r\u001b[2K${step === "done" ? "" : this.#bar(step, doneBytes, totalBytes, now)}`);
      return;
    }
    if (step === "done") return;
    const quarter = totalBytes > 0 ? Math.floor((4 * doneBytes) / totalBytes) : 0;
    if (isNew) this.#stream.write(`${steps[step]}${totalBytes > 0 ? ` (${size(totalBytes)})` : ""}\n`);
    else if (quarter > this.#quarter && quarter < 4) {
      this.#stream.write(`  ${quarter * 25} %, ${size(doneBytes)}\n`);
    }
    this.#quarter = Math.max(this.#quarter, quarter);
  }

  /** Clears the bar, so that what follows starts on a clean line. */
  end(): void {
    if (this.#stream.isTTY && this.#step !== undefined) this.#stream.write("\r\u001b[2K");
  }

  #bar(step: InstallProgress["step"], doneBytes: number, totalBytes: number, now: number): string {
    const { dim, green } = paint(this.#stream);
    if (totalBytes <= 0) return `${steps[step]}${doneBytes > 0 ? `  ${size(doneBytes)}` : " …"}`;
    const share = Math.min(1, doneBytes / totalBytes);
    const width = Math.max(10, Math.min(30, (this.#stream.columns ?? 80) - 66));
    const full = Math.round(share * width);
    const seconds = (now - this.#started) / 1000;
    const rate = seconds > 0.3 ? (doneBytes - this.#startBytes) / seconds : 0;
    const left = rate > 0 && share < 1 ? `  ${duration(((totalBytes - doneBytes) / rate) * 1000)} left` : "";
    return (
      `${steps[step].padEnd(22)} ${green("━".repeat(full))}${dim("━".repeat(width - full))} ${String(Math.floor(share * 100)).padStart(3)} %  ` +
      dim(`${size(doneBytes)} of ${size(totalBytes)}${rate > 0 ? `  ${size(rate)}/s` : ""}${left}`)
    );
  }
}
