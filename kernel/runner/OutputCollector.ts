import type { DisplayOutput, Output, ResultOutput } from "../notebook/index.ts";
import type { SessionEvent } from "../session/index.ts";

/** What was shown under a display id, in whichever cells: `update_display_data` changes all of it. */
export type DisplayRegistry = Map<string, DisplayOutput[]>;

/** Turns what a cell emits into the outputs that a notebook keeps, as nbclient and JupyterLab do: text of one stream
 *  that comes in a row is one output, `clear_output` empties, an update changes what was shown before, also by earlier cells. */
export class OutputCollector {
  #outputs: Output[] = [];
  #clearBeforeNext = false;
  readonly #displays: DisplayRegistry;

  /** @param displays shared by the cells of one run */
  constructor(displays: DisplayRegistry) {
    this.#displays = displays;
  }

  /** Outputs so far, with lines that overwrote themselves (`\r`: progress bars) reduced to what they showed last. */
  get outputs(): Output[] {
    return this.#outputs.map((output) =>
      output.output_type === "stream" ? { ...output, text: settleLines(output.text) } : output,
    );
  }

  add(event: SessionEvent): void {
    switch (event.kind) {
      case "stream": {
        this.#clearIfAsked();
        const last = this.#outputs.at(-1);
        if (last?.output_type === "stream" && last.name === event.name) last.text += event.text;
        else this.#outputs.push({ output_type: "stream", name: event.name, text: event.text });
        return;
      }
      case "display": {
        this.#clearIfAsked();
        const output: DisplayOutput = {
          output_type: "display_data",
          data: event.data,
          metadata: event.metadata,
        };
        this.#outputs.push(output);
        if (event.displayId !== undefined) {
          const shown = this.#displays.get(event.displayId);
          if (shown) {
            // Shown again under the same id: what stands there already changes too.
            this.#update(event.displayId, event);
            shown.push(output);
          } else this.#displays.set(event.displayId, [output]);
        }
        return;
      }
      case "update":
        this.#update(event.displayId, event);
        return;
      case "clear":
        if (event.wait) this.#clearBeforeNext = true;
        else this.#outputs = [];
        return;
      case "result":
        this.#clearIfAsked();
        this.#outputs.push({
          output_type: "execute_result",
          data: event.data,
          metadata: event.metadata,
          execution_count: event.executionCount,
        } satisfies ResultOutput);
        return;
      case "error":
        this.#clearIfAsked();
        this.#outputs.push({
          output_type: "error",
          ename: event.name,
          evalue: event.value,
          traceback: event.traceback,
        });
        return;
      case "input":
        // Nobody sits at a headless run.
        event.answer("");
        return;
      default:
        event satisfies never;
    }
  }

  #update(displayId: string, { data, metadata }: Pick<DisplayOutput, "data" | "metadata">): void {
    for (const output of this.#displays.get(displayId) ?? []) {
      output.data = data;
      output.metadata = metadata;
    }
  }

  #clearIfAsked(): void {
    if (!this.#clearBeforeNext) return;
    this.#outputs = [];
    this.#clearBeforeNext = false;
  }
}

/** What stands before a carriage return in a line is overwritten by what follows it. */
function settleLines(text: string): string {
  return text.includes("\r") ? text.replace(/[^\n]*\r(?=[^\n])/g, "") : text;
}
