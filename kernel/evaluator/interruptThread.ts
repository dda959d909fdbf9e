// Runs beside the thread that runs the cells, and stops it when told: whatever it does, a message to it may never be read.
import inspector from "node:inspector";
import net from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { killGroup } from "./killGroup.ts";
import { shared } from "./messages.ts";
import { descriptors } from "./report.ts";

/** How long a cell that merely waits may take to notice; after that it is busy and is stopped by force. */
const noticeMs = 8;
/** After so many notices that were not answered, something that is not the cell keeps the thread busy. */
const busyAfter = 12;
/** How long a cooperative section may take to end after its flag was raised. */
const graceMs = 3000;

const memory = new Int32Array(workerData as SharedArrayBuffer);
const session = new inspector.Session();
session.connectToMainThread();
let grace: NodeJS.Timeout | undefined;

/** Tells the main thread, and when it does not answer stops what it runs; again, until it has answered. The stop may hit
 *  the main thread's own code: what that was about is done again when the message is read.
 *
 *  That no stop comes after the end of its cell: here `stopping` is set first and `running` read then, there `running` is
 *  cleared first and `stopping` read then. */
async function stop(cell: number): Promise<void> {
  clearTimeout(grace);
  grace = undefined;
  for (let unanswered = 0; Atomics.load(memory, shared.finished) < cell; unanswered++) {
    const seen = Atomics.load(memory, shared.seen);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads, not a window
    parentPort!.postMessage(cell);
    if (Atomics.wait(memory, shared.seen, seen, noticeMs) !== "timed-out") return;
    Atomics.store(memory, shared.stopping, 1);
    // A cell that does not come to run waits behind a timer or server of an earlier one that is busy: that is stopped then.
    if (Atomics.load(memory, shared.running) === cell || unanswered >= busyAfter) {
      await new Promise<void>((resolve) => {
        session.post("Runtime.terminateExecution", () => resolve());
      });
    }
    Atomics.store(memory, shared.stopping, 0);
  }
}

let stopped = 0;
/** Stops one cell once: while that is under way, more requests change nothing. */
function stopOnce(cell: number): void {
  if (stopped === cell) return;
  stopped = cell;
  void stop(cell).finally(() => {
    stopped = 0;
  });
}

function interrupt(cell: number): void {
  const isCooperating = Atomics.load(memory, shared.sections) > 0;
  if (!isCooperating || Atomics.exchange(memory, shared.stopFlag, 1) === 1) return stopOnce(cell);
  grace = setTimeout(() => {
    // The flag falls when the section ends, so a raised one was not answered.
    if (Atomics.load(memory, shared.stopFlag) === 1) stopOnce(cell);
  }, graceMs);
}

let text = "";
const socket = new net.Socket({ fd: descriptors.interrupts, readable: true, writable: false });
socket.setEncoding("utf8").on("data", (chunk: string) => {
  text += chunk;
  const lines = text.split("\n");
  text = lines.pop()!;
  for (const line of lines) interrupt(Number(line));
});
socket.on("error", () => socket.destroy());
// The session is gone. The main thread notices too, unless it is busy: then nobody could stop it any more.
socket.on("close", () => killGroup(process.pid));
