import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { Duplex, Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { ReportDecoder } from "./frames.ts";
import { killGroup } from "./killGroup.ts";
import type { EvaluatorCommand, EvaluatorReport } from "./messages.ts";
import { descriptors } from "./report.ts";

export interface EvaluatorOptions {
  cwd: string;
  env?: Record<string, string> | undefined;
  memoryLimitMb?: number | undefined;
  onReport: (report: EvaluatorReport) => void;
  /** Called once, after the last report. */
  onDeath: (death: EvaluatorDeath) => void;
}

/** How the process ended. */
export interface EvaluatorDeath {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** It was `process.exit`, not a crash. */
  deliberate: boolean;
  /** End of what it wrote to its standard error. */
  lastWords: string;
}

const flags = [
  // Without it, stopping a loop that runs in a timer's callback aborts Node.
  "--no-force-async-hooks-checks",
  // The user's TypeScript files are loaded as modules of our own making, so that they can be loaded again.
  "--experimental-vm-modules",
  "--experimental-import-meta-resolve",
  "--disable-warning=ExperimentalWarning",
];

/** Handle on the process that runs the cells. */
export class Evaluator {
  readonly #child: ChildProcess;
  readonly #mark = `\0${randomBytes(16).toString("hex")}\0`;
  readonly #options: EvaluatorOptions;
  readonly #pipes: Readable[] = [];
  #marksAwaited = 0;
  #onMarks: (() => void) | undefined;
  #deliberate = false;
  #lastWords = "";

  constructor(options: EvaluatorOptions) {
    this.#options = options;
    const heap = options.memoryLimitMb === undefined ? [] : [`--max-old-space-size=${options.memoryLimitMb}`];
    const entry = fileURLToPath(builtFile("main.js"));
    this.#child = spawn(process.execPath, [...flags, ...heap, entry], {
      cwd: options.cwd,
      env: { ...process.env, ...options.env, ROUX_MARK: this.#mark.slice(1, -1) },
      stdio: ["ignore", "pipe", "pipe", "pipe", "pipe", "pipe"],
      // A group of its own: Ctrl-C in the terminal of the kernel reaches the kernel alone, which then asks properly.
      detached: process.platform !== "win32",
    });
    this.#readReports(this.#pipe(descriptors.reports));
    this.#readPrinted(this.#child.stdout!, "stdout");
    this.#readPrinted(this.#child.stderr!, "stderr");
    for (const fd of [descriptors.commands, descriptors.interrupts]) {
      this.#pipe(fd).on("error", () => {}); // It died; `close` tells.
    }
    this.#child.on("error", (error) => {
      this.#lastWords = error.message;
      options.onDeath({ code: null, signal: null, deliberate: false, lastWords: error.message });
    });
    let exited: { code: number | null; signal: NodeJS.Signals | null } | undefined;
    let told = false;
    const tell = (): void => {
      if (told || !exited) return;
      told = true;
      options.onDeath({ ...exited, deliberate: this.#deliberate, lastWords: this.#lastWords });
    };
    this.#child.on("exit", (code, signal) => {
      exited = { code, signal };
      this.#onMarks?.();
      // Processes that a cell started may hold the pipes open for ever: what they still print is not waited for.
      setTimeout(tell, 300);
    });
    this.#child.on("close", tell);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  send(command: EvaluatorCommand): void {
    this.#pipe(descriptors.commands).write(`${JSON.stringify(command)}\n`);
  }

  /** Stops a cell, busy or waiting. Does nothing when that cell is done. */
  interrupt(cell: number): void {
    this.#pipe(descriptors.interrupts).write(`${cell}\n`);
  }

  /** Stops or goes on reading what the process prints; stopped, it waits as soon as its pipes are full. */
  flow(isOpen: boolean): void {
    for (const pipe of this.#pipes) {
      if (isOpen) pipe.resume();
      else pipe.pause();
    }
  }

  /** Resolves when everything that the process and its children printed before the last `done` was reported. */
  async drained(): Promise<void> {
    if (this.#marksAwaited <= 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 500);
      this.#onMarks = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#onMarks = undefined;
    this.#marksAwaited = 0;
  }

  /** Ends the process and what its cells started, also when it has ended itself already and left those behind. */
  kill(): void {
    if (this.#child.pid !== undefined) killGroup(this.#child.pid);
  }

  #pipe(fd: number): Duplex {
    return (this.#child.stdio as unknown as Duplex[])[fd]!;
  }

  #readReports(pipe: Readable): void {
    this.#pipes.push(pipe);
    const decoder = new ReportDecoder();
    pipe.on("data", (chunk: Buffer) => {
      for (const report of decoder.push(chunk)) {
        if (report.kind === "exiting") this.#deliberate = true;
        if (report.kind === "done") this.#marksAwaited += 2;
        this.#options.onReport(report);
      }
    });
    pipe.on("error", () => {});
  }

  #readPrinted(pipe: Readable, name: "stdout" | "stderr"): void {
    this.#pipes.push(pipe);
    let text = "";
    const print = (raw: string): void => {
      // Node says this when it ends while its inspector, by which we run the cells, is in use.
      const printed = raw.replace("Waiting for the debugger to disconnect...\n", "");
      if (printed === "") return;
      if (name === "stderr") this.#lastWords = (this.#lastWords + printed).slice(-4000);
      this.#options.onReport({ kind: "stream", name, text: printed });
    };
    pipe.setEncoding("utf8").on("data", (chunk: string) => {
      text += chunk;
      for (let at = text.indexOf(this.#mark); at !== -1; at = text.indexOf(this.#mark)) {
        print(text.slice(0, at));
        text = text.slice(at + this.#mark.length);
        this.#marksAwaited -= 1;
        if (this.#marksAwaited <= 0) this.#onMarks?.();
      }
      // The start of a mark may stand at the end: keep it back until the rest is here.
      const start = text.lastIndexOf("\0");
      const isCut = start !== -1 && this.#mark.startsWith(text.slice(start));
      print(isCut ? text.slice(0, start) : text);
      text = isCut ? text.slice(start) : "";
    });
    pipe.on("end", () => print(text));
    pipe.on("error", () => {});
  }
}

/** The evaluator runs as compiled JavaScript, also when the session is loaded from its TypeScript source by a test. */
function builtFile(name: string): URL {
  const isSource = import.meta.url.endsWith(".ts");
  return new URL(isSource ? `../../dist/kernel/evaluator/${name}` : `./${name}`, import.meta.url);
}
