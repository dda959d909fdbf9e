// Runs beside the thread that runs the cells, and stops it when told: whatever it does, a message to it may never be read.
import inspector from "node:inspector";
import net from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import { phases, shared } from "./messages.ts";
import { descriptors } from "./report.ts";

/** How long a cell that merely waits may take to notice; after that it is busy and is stopped by force. */
const noticeMs = 8;
/** How long a cooperative section may take to end after its flag was raised. */
const graceMs = 3000;

const memory = new Int32Array(workerData as SharedArrayBuffer);
const session = new inspector.Session();
session.connectToMainThread();
let grace: NodeJS.Timeout | undefined;

function stop(cell: number): void {
  clearTimeout(grace);
  grace = undefined;
  const seen = Atomics.load(memory, shared.seen);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads, not a window
  parentPort!.postMessage(cell);
  if (Atomics.wait(memory, shared.seen, seen, noticeMs) !== "timed-out") return;
  if (Atomics.compareExchange(memory, shared.phase, phases.running, phases.stopping) !== phases.running)
    return;
  session.post("Runtime.terminateExecution", () => {
    Atomics.compareExchange(memory, shared.phase, phases.stopping, phases.running);
  });
}

function interrupt(cell: number): void {
  const isCooperating = Atomics.load(memory, shared.sections) > 0;
  if (!isCooperating || Atomics.exchange(memory, shared.stopFlag, 1) === 1) return stop(cell);
  grace = setTimeout(() => {
    // The flag falls when the section ends, so a raised one was not answered.
    if (Atomics.load(memory, shared.stopFlag) === 1) stop(cell);
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
socket.on("close", () => process.kill(process.pid, "SIGKILL"));
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port between threads, not a window
parentPort!.postMessage(-1);
