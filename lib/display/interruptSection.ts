import process from "node:process";

import type { CooperativeSection } from "./host.ts";

const open = new Set<{ interrupted: boolean }>();

function onInterrupt(): void {
  const again = [...open].every((section) => section.interrupted);
  for (const section of open) section.interrupted = true;
  if (!again) return;
  // Asked twice: whoever works does not come to a stop. Let the signal do what it does without us.
  process.off("SIGINT", onInterrupt);
  if (process.listenerCount("SIGINT") === 0) process.kill(process.pid, "SIGINT");
  else process.on("SIGINT", onInterrupt);
}

/** Work that ends cleanly on Ctrl-C (SIGINT), for where no notebook host does it: the first signal raises the flag, the
 *  second ends the process as usual. The handler is gone once the last section has ended.
 *  A signal is seen only when the event loop turns: work that never awaits cannot be told. */
export function interruptSection(): CooperativeSection {
  const section = { interrupted: false };
  if (open.size === 0) process.on("SIGINT", onInterrupt);
  open.add(section);
  return {
    get interrupted() {
      return section.interrupted;
    },
    end() {
      open.delete(section);
      if (open.size === 0) process.off("SIGINT", onInterrupt);
    },
  };
}
