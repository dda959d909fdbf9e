import fs from "node:fs";

/** What a front end writes down for the kernel it starts. */
export interface ConnectionInfo {
  transport: "tcp" | "ipc";
  ip: string;
  key: string;
  shell_port: number;
  control_port: number;
  iopub_port: number;
  stdin_port: number;
  hb_port: number;
}

/** The connection file is not usable; one sentence says why and what to do. */
export class ConnectionFileError extends Error {
  override readonly name = "ConnectionFileError";
}

const ports = ["shell_port", "control_port", "iopub_port", "stdin_port", "hb_port"] as const;
const hint =
  "A front end writes this file when it starts a kernel: start the kernel from Jupyter, or make a file with `jupyter kernel --kernel roux`.";

/** @throws {ConnectionFileError} */
export function readConnectionFile(file: string): ConnectionInfo {
  let text: string;
  try {
    text = fs.readFileSync(file, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const received = code === "ENOENT" ? "no file" : `a file that cannot be read (${code})`;
    throw new ConnectionFileError(`kernel: expected a connection file at ${file}, got ${received}. ${hint}`, {
      cause,
    });
  }
  return parseConnectionInfo(text, file);
}

/** @param file  for the error's text  @throws {ConnectionFileError} */
export function parseConnectionInfo(text: string, file: string): ConnectionInfo {
  const fail = (expected: string, received: string, cause?: unknown): never => {
    throw new ConnectionFileError(`kernel: expected ${expected} in ${file}, got ${received}. ${hint}`, {
      cause,
    });
  };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    return fail("JSON", text.trim() === "" ? "an empty file" : "something else", cause);
  }
  if (value === null || typeof value !== "object" || Array.isArray(value))
    return fail("a JSON object", JSON.stringify(value));
  const info = { transport: "tcp", ip: "127.0.0.1", key: "", ...value } as Record<string, unknown>;
  for (const port of ports) {
    const number = info[port];
    if (!Number.isInteger(number) || Number(number) < 1 || Number(number) > 65_535) {
      fail(`${port} from 1 to 65535`, number === undefined ? "none" : JSON.stringify(number));
    }
  }
  if (info["transport"] !== "tcp" && info["transport"] !== "ipc")
    fail('transport "tcp" or "ipc"', JSON.stringify(info["transport"]));
  for (const name of ["ip", "key"])
    if (typeof info[name] !== "string") fail(`${name} as a string`, JSON.stringify(info[name]));
  const scheme = info["signature_scheme"];
  if (scheme !== undefined && scheme !== "" && scheme !== "hmac-sha256")
    fail('signature_scheme "hmac-sha256"', JSON.stringify(scheme));
  return info as unknown as ConnectionInfo;
}

/** Address of one of the kernel's sockets. */
export function addressOf({ transport, ip }: ConnectionInfo, port: number): string {
  return transport === "ipc" ? `ipc://${ip}-${port}` : `tcp://${ip}:${port}`;
}
