import process from "node:process";

import { denoHost, findDenoJupyter } from "./denoHost.ts";
import { hostSymbol } from "./host.ts";
import type { CooperativeSection, NotebookHost } from "./host.ts";
import { terminalHost } from "./terminalHost.ts";
import { findTslab, tslabHost } from "./tslabHost.ts";

/** A host whose live displays may need a last word: a terminal line is ended, a rare log line written. */
export type LiveHost = NotebookHost & { end?(displayId: string): void };

let adapted: LiveHost | undefined;

/** The notebook this code runs in: the roux kernel's host, else Deno's kernel, else tslab, else the terminal. Looked
 *  for at the first display, not at import: a kernel may put its host up later. */
export function currentHost(): LiveHost {
  const host = (globalThis as { [hostSymbol]?: NotebookHost })[hostSymbol];
  if (host) return host;
  if (!adapted) {
    const jupyter = findDenoJupyter();
    const tslab = jupyter ? undefined : findTslab();
    adapted = jupyter ? denoHost(jupyter) : tslab ? tslabHost(tslab) : terminalHost(process.stdout);
  }
  return adapted;
}

/** Opens a stretch of work that watches for interrupts itself: while it is open, the first interrupt (the notebook's
 *  stop button, Ctrl-C) only sets `interrupted`. The caller ends it, best in `finally`.
 *  @example
 *  const section = cooperate();
 *  try {
 *    while (!section.interrupted && step < steps) step = await next(step);
 *  } finally {
 *    section.end();
 *  } */
export function cooperate(): CooperativeSection {
  return currentHost().cooperate();
}

/** Forgets which host was found, so that a test can set up another. */
export function forgetHost(): void {
  adapted = undefined;
}
