import type { WriteStream } from "node:tty";

import type { RunEvent } from "../runner/index.ts";
import type { CellReport } from "../runner/index.ts";
import { duration, paint } from "./terminal.ts";

const marks: Record<CellReport["status"], string> = {
  ok: "✓",
  expected: "✓",
  error: "✗",
  timeout: "✗",
  interrupted: "■",
  skipped: "–",
};

/** What `roux run` shows: one line per cell, on a terminal the running one with its seconds. */
export class RunView {
  readonly #stream: Pick<WriteStream, "write" | "isTTY" | "columns">;
  readonly #total: number;
  readonly #paint: ReturnType<typeof paint>;
  #number = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param total number of code cells */
  constructor(stream: Pick<WriteStream, "write" | "isTTY" | "columns">, total: number) {
    this.#stream = stream;
    this.#total = total;
    this.#paint = paint(stream);
  }

  show(event: RunEvent): void {
    switch (event.kind) {
      case "cellStart":
        this.#start(event.title);
        return;
      case "cellEnd":
        this.#end(event.report);
        return;
      case "unsaved":
        this.#clear();
        this.#stream.write(
          `${this.#paint.yellow(`Not saved: ${event.error.message} Trying again after the next cell.`)}\n`,
        );
        return;
      default:
        event satisfies never;
    }
  }

  #start(title: string): void {
    if (!this.#stream.isTTY) return;
    const started = performance.now();
    const draw = () => {
      const time = duration(performance.now() - started);
      this.#stream.write(`\r\u001b[2K${this.#line("·", this.#number + 1, title, time)}`);
    };
    draw();
    this.#timer = setInterval(draw, 100);
  }

  #end(report: CellReport): void {
    this.#clear();
    const { status, title, elapsedMs, error } = report;
    const note =
      status === "skipped"
        ? "skipped"
        : `${duration(elapsedMs)}${report.again ? "  again" : status === "expected" ? "  failed, as expected" : ""}`;
    const good = status === "ok" || status === "expected";
    const color = good ? this.#paint.green : status === "skipped" ? this.#paint.dim : this.#paint.red;
    this.#stream.write(`${this.#line(color(marks[status]), ++this.#number, title, note)}\n`);
    if (error && (status === "error" || status === "timeout")) {
      const lines = (error.traceback.length > 0 ? error.traceback : [`${error.name}: ${error.value}`]).join(
        "\n",
      );
      const shown = this.#stream.isTTY ? lines : withoutColors(lines);
      this.#stream.write(`\n${shown.replaceAll(/^/gm, "    ")}\n\n`);
    }
  }

  #line(mark: string, number: number, title: string, note: string): string {
    const counter = `${String(number).padStart(String(this.#total).length)}/${this.#total}`;
    const width = Math.max(20, Math.min(this.#stream.columns ?? 100, 100) - counter.length - 24);
    const characters = Array.from(title);
    const cut =
      characters.length > width ? `${characters.slice(0, width - 1).join("")}…` : title.padEnd(width);
    return `${mark} ${this.#paint.dim(counter)}  ${cut}  ${this.#paint.dim(note)}`;
  }

  #clear(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#stream.isTTY) this.#stream.write("\r\u001b[2K");
  }
}

function withoutColors(text: string): string {
  // oxlint-disable-next-line no-control-regex -- escape sequences start with a control character
  return text.replaceAll(/\u001b\[[0-9;]*m/g, "");
}
