import { execFileSync, spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import fs from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Dealer, Subscriber } from "zeromq";
import { decode, encode } from "../../../kernel/protocol/index.ts";

const roux = path.resolve(import.meta.dirname, "../../../dist/kernel/cli/main.js");
const key = "test";

let folder: string;
let parent: ChildProcess;
let left: number[] = [];
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "roux-orphans-"));
  left = [];
});
afterEach(() => {
  for (const pid of [parent.pid!, ...left]) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Gone, as it should be.
    }
  }
  fs.rmSync(folder, { recursive: true, force: true });
});

/** What runs now: parent by process. One that is dead but not buried does not run. */
function running(): Map<number, number> {
  const table = execFileSync("ps", ["-A", "-o", "pid=,ppid=,stat="], { encoding: "utf8" });
  const rows = table
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/));
  return new Map(
    rows.filter(([, , state]) => !state!.startsWith("Z")).map(([pid, of]) => [Number(pid), Number(of)]),
  );
}

function descendantsOf(pid: number): number[] {
  const table = running();
  const below = (of: number): number[] =>
    [...table].filter(([, parent]) => parent === of).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

/** Polls until it holds; the test's own time limit ends it when it never does. */
async function until<Value>(look: () => Value | undefined | false): Promise<Value> {
  for (;;) {
    const seen = look();
    if (seen) return seen;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(async (server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** A front end in a process of its own that starts a kernel, which runs a cell.
 *  @returns pids of the kernel and of everything below it, once the cell has printed "begun" */
async function startKernel(
  code: string,
  { declared, stdin }: { declared: boolean; stdin: "pipe" | "ignore" },
): Promise<number[]> {
  const [shell_port, control_port, iopub_port, stdin_port, hb_port] = await freePorts(5);
  const ports = { shell_port, control_port, iopub_port, stdin_port, hb_port };
  const connection = path.join(folder, "connection.json");
  fs.writeFileSync(connection, JSON.stringify({ transport: "tcp", ip: "127.0.0.1", key, ...ports }));
  const script = `
    const { JPY_PARENT_PID: _, ...inherited } = process.env;
    const env = { ...inherited, JUPYTER_DATA_DIR: ${JSON.stringify(folder)}, ...(${declared} ? { JPY_PARENT_PID: String(process.pid) } : {}) };
    const kernel = require("node:child_process").spawn(process.execPath, ${JSON.stringify([roux, "kernel", connection])},
      { env, detached: true, stdio: ["${stdin}", "ignore", "ignore"], cwd: ${JSON.stringify(folder)} });
    setInterval(() => {}, 1000);`;
  parent = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "ignore", "inherit"] });
  const iopub = new Subscriber({ linger: 0 });
  const shell = new Dealer({ linger: 0 });
  iopub.connect(`tcp://127.0.0.1:${iopub_port}`);
  iopub.subscribe();
  shell.connect(`tcp://127.0.0.1:${shell_port}`);
  const send = async (msg_type: string, content: Record<string, unknown>): Promise<void> => {
    const date = new Date(0).toISOString();
    const header = { msg_id: "1", session: "test", username: "test", date, msg_type, version: "5.4" };
    await shell.send(
      encode({ header, parent_header: {}, metadata: {}, content, buffers: [], identities: [] }, key),
    );
  };
  // What is published before the subscription has arrived is lost: asks until something is heard.
  const asking = setInterval(() => void send("kernel_info_request", {}), 100);
  await iopub.receive();
  clearInterval(asking);
  await send("execute_request", { code });
  let printed = "";
  for await (const frames of iopub) {
    const { header: of, content } = decode(frames, key);
    if (of.msg_type === "error") throw new Error(JSON.stringify(content));
    if (of.msg_type === "stream") printed += String(content["text"]);
    if (printed.includes("begun\n")) break;
  }
  iopub.close();
  shell.close();
  const [kernel] = descendantsOf(parent.pid!);
  // The process that runs the cells, the one of the types, and what the cell started.
  const below = await until(() => {
    const pids = descendantsOf(kernel!);
    return pids.length >= 3 && pids;
  });
  left = [kernel!, ...below];
  return left;
}

function areGone(pids: readonly number[]): boolean {
  const table = running();
  return !pids.some((pid) => table.has(pid));
}

/** No machine is slower. */
const patience = { timeout: 30_000 };

const child = `require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });`;
const busy = `${child} console.log("begun"); for (;;);`;
const waiting = `${child} console.log("begun"); await new Promise(() => {});`;
const done = `${child} console.log("begun")`;

describe.skipIf(process.platform === "win32")("nothing is left of a kernel", () => {
  it.each([
    ["that says who it is, in a busy loop", busy, { declared: true, stdin: "ignore" }],
    ["that says who it is, idle", done, { declared: true, stdin: "ignore" }],
    ["that gave it a pipe", done, { declared: false, stdin: "pipe" }],
  ] as const)("whose front end was killed, one %s", async (_, code, how) => {
    const pids = await startKernel(code, how);
    parent.kill("SIGKILL");
    await expect.poll(() => areGone(pids), patience).toBe(true);
  });

  it.each([
    ["in a busy loop", busy],
    ["waiting", waiting],
    ["idle", done],
  ])("that was killed itself, %s", async (_, code) => {
    const pids = await startKernel(code, { declared: true, stdin: "ignore" });
    process.kill(pids[0]!, "SIGKILL");
    await expect.poll(() => areGone(pids), patience).toBe(true);
  });

  it("but one that a person started by hand outlives its terminal", async () => {
    const pids = await startKernel(done, { declared: false, stdin: "ignore" });
    parent.kill("SIGKILL");
    await until(() => !running().has(parent.pid!));
    // Three looks of the watch, if there were one.
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect(running().has(pids[0]!)).toBe(true);
  });

  it("that was asked to end", async () => {
    const pids = await startKernel(busy, { declared: true, stdin: "ignore" });
    process.kill(pids[0]!, "SIGTERM");
    await expect.poll(() => areGone(pids), patience).toBe(true);
  });
});
