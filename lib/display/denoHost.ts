import type { NotebookHost } from "./host.ts";
import { interruptSection } from "./interruptSection.ts";

/** What the library uses of Deno's kernel. */
export interface DenoJupyter {
  broadcast(messageType: string, content: Record<string, unknown>): Promise<void>;
}

/** Deno's kernel interface, when this runs in a cell of `deno jupyter`: elsewhere in Deno it is absent or throws when read. */
export function findDenoJupyter(scope: object = globalThis): DenoJupyter | undefined {
  const { Deno: deno } = scope as { Deno?: { jupyter?: DenoJupyter } };
  try {
    return typeof deno?.jupyter?.broadcast === "function" ? deno.jupyter : undefined;
  } catch {
    return undefined;
  }
}

/** Deno's kernel as a notebook host. */
export function denoHost(jupyter: DenoJupyter): NotebookHost {
  return {
    name: "deno",
    display(bundle, { displayId, update = false } = {}) {
      return jupyter.broadcast(update ? "update_display_data" : "display_data", {
        data: bundle,
        metadata: {},
        transient: displayId === undefined ? {} : { display_id: displayId },
      });
    },
    cooperate: interruptSection,
  };
}
