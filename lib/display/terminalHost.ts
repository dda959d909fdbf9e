import type { NotebookHost } from "./host.ts";
import { interruptSection } from "./interruptSection.ts";

/** What a terminal is to the library: `process.stdout`, or a stand-in. */
export interface TextOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Milliseconds between two lines of a live display that goes to a file or pipe. */
const rareMs = 10_000;

interface LiveLine {
  writtenAt: number;
}

/** No notebook: the text form is printed. A live display is one line, rewritten in place on a terminal; in a file or
 *  pipe a new line at most every ten seconds, and what it was in the end. */
export function terminalHost(
  output: TextOutput,
  now: () => number = () => performance.now(),
): NotebookHost & { end(displayId: string): void } {
  const lines = new Map<string, LiveLine & { last: string; unwritten: boolean }>();
  let openLine: string | undefined;
  const closeLine = (): void => {
    if (openLine !== undefined) output.write("\n");
    openLine = undefined;
  };
  return {
    name: "terminal",
    display(bundle, { displayId, update = false } = {}) {
      const plain = bundle["text/plain"];
      const text = typeof plain === "string" ? plain : "";
      if (displayId === undefined) {
        closeLine();
        output.write(`${text}\n`);
        return;
      }
      const line = (update ? lines.get(displayId) : undefined) ?? {
        writtenAt: -Infinity,
        last: "",
        unwritten: false,
      };
      lines.set(displayId, line);
      line.last = text;
      if (output.isTTY) {
        if (openLine !== displayId) closeLine();
        openLine = displayId;
        output.write(`\r\u001B[2K${cut(firstLine(text), (output.columns || 80) - 1)}`);
      } else if (now() - line.writtenAt >= rareMs) {
        line.writtenAt = now();
        line.unwritten = false;
        output.write(`${firstLine(text)}\n`);
      } else line.unwritten = true;
    },
    end(displayId) {
      const line = lines.get(displayId);
      lines.delete(displayId);
      if (!line) return;
      if (openLine === displayId) {
        openLine = undefined;
        output.write(`\r\u001B[2K${line.last}\n`);
      } else if (line.unwritten || line.last !== firstLine(line.last)) output.write(`${line.last}\n`);
    },
    cooperate: interruptSection,
  };
}

const firstLine = (text: string): string => text.split("\n", 1)[0]!;
const cut = (text: string, width: number): string =>
  text.length > width ? `${text.slice(0, width - 1)}…` : text;
