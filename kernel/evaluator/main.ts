// The process that runs the user's cells. Started by `Evaluator` with its pipes and flags; does nothing on its own.
import fs from "node:fs";
import net from "node:net";
import { Worker } from "node:worker_threads";
import { captureConsole } from "./captureConsole.ts";
import { CellRunner } from "./CellRunner.ts";
import { createHost } from "./createHost.ts";
import { defineGlobals } from "./defineGlobals.ts";
import { describeThrown } from "./describeThrown.ts";
import { killGroup } from "./killGroup.ts";
import { describeValue, listNames } from "./lookUp.ts";
import { shared } from "./messages.ts";
import type { EvaluatorCommand } from "./messages.ts";
import { descriptors, report } from "./report.ts";
import { mapStackTraces } from "./stackTraces.ts";

const mark = `\0${process.env["ROUX_MARK"]}\0`;
delete process.env["ROUX_MARK"];
// The flags are ours, not for the workers and processes that a cell starts.
process.execArgv = [];
process.argv = [process.argv[0]!];

const memory = new Int32Array(new SharedArrayBuffer(4 * shared.words));
captureConsole();
mapStackTraces();
const runner = new CellRunner(process.cwd(), memory, (cell, outcome) => {
  report({ kind: "done", cell, outcome });
  // Tells the reader of these pipes that all they hold of this cell has been read.
  fs.writeSync(1, mark);
  fs.writeSync(2, mark);
});
defineGlobals(runner, createHost(memory));

process.on("uncaughtException", (error) => report({ kind: "late-error", thrown: describeThrown(error) }));
process.on("unhandledRejection", (reason) => report({ kind: "late-error", thrown: describeThrown(reason) }));
process.on("exit", (code) => report({ kind: "exiting", code }));

function obey(command: EvaluatorCommand): void {
  switch (command.kind) {
    case "execute":
      return runner.execute(command);
    case "answer":
      return runner.answer(command.id, command.text);
    case "types":
      return runner.answerTypes(command.id, command.types);
    case "names":
      return report({ kind: "names", id: command.id, names: listNames(command.expression) });
    case "describe":
      return report({ kind: "description", id: command.id, text: describeValue(command.expression) });
    case "exit":
      process.removeAllListeners("exit");
      process.exit(0);
  }
}

const worker = new Worker(new URL("./interruptThread.js", import.meta.url), {
  workerData: memory.buffer,
  execArgv: [],
  stdout: false,
});
worker.unref();
worker.on("message", (cell: number) => {
  runner.interrupt(cell);
  Atomics.add(memory, shared.seen, 1);
  Atomics.notify(memory, shared.seen);
});

let text = "";
const commands = new net.Socket({ fd: descriptors.commands, readable: true, writable: false });
commands.setEncoding("utf8").on("data", (chunk: string) => {
  text += chunk;
  const lines = text.split("\n");
  text = lines.pop()!;
  for (const line of lines) obey(JSON.parse(line) as EvaluatorCommand);
});
// The session is gone: there is nobody to run for.
commands.on("close", () => killGroup(process.pid));
commands.on("error", () => killGroup(process.pid));
// The interrupt thread is still starting: what it will be told waits in its pipe.
report({ kind: "ready" });
