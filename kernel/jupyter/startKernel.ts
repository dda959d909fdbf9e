import path from "node:path";
import { jupyterDataFolder } from "../install/index.ts";
import { Session } from "../session/index.ts";
import type { TypeCheckMode } from "../session/index.ts";
import { readConnectionFile } from "../transport/ConnectionFile.ts";
import { History } from "./History.ts";
import { Kernel } from "./Kernel.ts";
import { watchParent } from "./watchParent.ts";

/** A kernel whose front end is gone has nobody to wait for. */
const orphanGraceMs = 5000;

/** Serves the front end that wrote the connection file until it asks for the end.
 *  @returns when the kernel has shut down  @throws {ConnectionFileError} */
export async function startKernel(connectionFile: string): Promise<void> {
  const connection = readConnectionFile(connectionFile);
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const log = (line: string): void => {
    process.stderr.write(`roux: ${line}\n`);
  };
  // The process that runs the cells starts while the sockets are bound.
  const session = new Session({
    cwd: process.cwd(),
    typeCheck: typeCheckMode(),
    onLateEvent: (event) => kernel.showLate(event),
  });
  // Loads the sockets' native library only now.
  const { Transport } = await import("../transport/index.ts");
  const transport = new Transport({
    connection,
    onRequest: (channel, request) => kernel.receive(channel, request),
    onPressure: (isHigh) => session.flow(!isHigh),
    log,
  });
  const kernel = new Kernel({
    session,
    history: new History(path.join(jupyterDataFolder(), "roux", "history.jsonl")),
    send: (channel, message) => transport.send(channel, message),
    onShutdown: () => end(),
  });
  process.on("SIGINT", () => kernel.interrupt());
  process.on("SIGTERM", () => end());
  // Whoever read our words may be gone: that is no reason to fall.
  process.stderr.on("error", () => {});
  const unwatch = watchParent(
    () => {
      end();
      setTimeout(() => process.exit(0), orphanGraceMs).unref();
    },
    { declared: process.env["JPY_PARENT_PID"] },
  );
  try {
    await transport.open();
    kernel.announce();
    await ended;
  } finally {
    unwatch();
    await session.shutdown();
    await transport.close();
  }
}

/** `ROUX_TYPES=error|warn|off`; anything else counts as the default. */
function typeCheckMode(): TypeCheckMode {
  const mode = process.env["ROUX_TYPES"];
  return mode === "warn" || mode === "off" ? mode : "error";
}
