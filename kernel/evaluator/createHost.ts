import { shared } from "./messages.ts";
import type { NotebookHost } from "./NotebookHost.ts";
import { report } from "./report.ts";

/** @param memory  shared with the interrupt thread, see `shared` */
export function createHost(memory: Int32Array): NotebookHost {
  return {
    name: "roux",
    display(data, { displayId, update = false } = {}) {
      if (update && displayId !== undefined) report({ kind: "update", data, metadata: {}, displayId });
      else report({ kind: "display", data, metadata: {}, ...(displayId === undefined ? {} : { displayId }) });
    },
    cooperate() {
      if (Atomics.add(memory, shared.sections, 1) === 0) Atomics.store(memory, shared.stopFlag, 0);
      let open = true;
      return {
        get interrupted() {
          return Atomics.load(memory, shared.stopFlag) === 1;
        },
        end() {
          if (!open) return;
          open = false;
          if (Atomics.sub(memory, shared.sections, 1) === 1) Atomics.store(memory, shared.stopFlag, 0);
        },
      };
    },
  };
}
