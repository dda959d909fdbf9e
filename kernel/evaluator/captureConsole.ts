import { Console } from "node:console";
import { Writable } from "node:stream";
import { report } from "./report.ts";

/** Sends what `console` and `process.stdout`/`stderr` print to the session. The console is a fresh one: Node's global one
 *  also tells the inspector, which keeps the printed objects alive. */
export function captureConsole(): void {
  const stream = (name: "stdout" | "stderr", fd: number): Writable => {
    const writable = new Writable({
      decodeStrings: false,
      write(chunk: string | Uint8Array, _encoding, done) {
        const text = typeof chunk === "string" ? chunk : decoders[name].decode(chunk, { stream: true });
        if (text) report({ kind: "stream", name, text });
        done();
      },
    });
    Object.defineProperty(process, name, {
      value: writable,
      configurable: true,
      enumerable: true,
      writable: true,
    });
    return Object.assign(writable, { fd, isTTY: false });
  };
  const decoders = { stdout: new TextDecoder(), stderr: new TextDecoder() };
  const stdout = stream("stdout", 1);
  const stderr = stream("stderr", 2);
  globalThis.console = new Console({ stdout, stderr });
}
