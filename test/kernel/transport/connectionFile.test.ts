import { describe, expect, it } from "vitest";
import {
  addressOf,
  ConnectionFileError,
  Outbox,
  parseConnectionInfo,
  readConnectionFile,
} from "../../../kernel/transport/index.ts";

const good = {
  transport: "tcp",
  ip: "127.0.0.1",
  key: "k",
  signature_scheme: "hmac-sha256",
  shell_port: 1,
  control_port: 2,
  iopub_port: 3,
  stdin_port: 4,
  hb_port: 5,
};

describe("parseConnectionInfo", () => {
  it("reads what a front end writes", () =>
    expect(parseConnectionInfo(JSON.stringify(good), "f")).toMatchObject(good));

  it.each([
    ["", "expected JSON in f, got an empty file"],
    ["{", "expected JSON in f, got something else"],
    ["[]", "expected a JSON object in f, got []"],
    [JSON.stringify({ ...good, hb_port: undefined }), "expected hb_port from 1 to 65535 in f, got none"],
    [JSON.stringify({ ...good, shell_port: "1" }), 'expected shell_port from 1 to 65535 in f, got "1"'],
    [JSON.stringify({ ...good, transport: "udp" }), 'expected transport "tcp" or "ipc" in f, got "udp"'],
    [JSON.stringify({ ...good, signature_scheme: "hmac-md5" }), 'got "hmac-md5"'],
  ])("says what is wrong with %j", (text, message) => {
    expect(() => parseConnectionInfo(text, "f")).toThrow(ConnectionFileError);
    expect(() => parseConnectionInfo(text, "f")).toThrow(message);
    expect(() => parseConnectionInfo(text, "f")).toThrow("start the kernel from Jupyter");
  });

  it("says that the file is not there", () =>
    expect(() => readConnectionFile("/no/such.json")).toThrow("at /no/such.json, got no file"));
});

describe("addressOf", () => {
  it("honours ip and transport", () => {
    expect(addressOf({ ...good, transport: "tcp", ip: "10.0.0.1" }, 7)).toBe("tcp://10.0.0.1:7");
    expect(addressOf({ ...good, transport: "ipc", ip: "/run/k" }, 7)).toBe("ipc:///run/k-7");
  });
});

describe("Outbox", () => {
  it("keeps the order, survives a send that fails, and tells when readers fall behind", async () => {
    const sent: string[] = [];
    const pressure: boolean[] = [];
    let call = 0;
    const socket = {
      async send([frame]: Uint8Array[]) {
        await new Promise((resolve) => setTimeout(resolve, call % 3));
        if (call++ === 1) throw new Error("closed");
        sent.push(String(frame));
      },
    };
    const outbox = new Outbox(socket, (isHigh) => pressure.push(isHigh), 4);
    for (const text of ["aa", "bb", "cc", "dd"]) outbox.send([Buffer.from(text)]);
    await outbox.flushed();
    outbox.send([Buffer.from("ee")]);
    await outbox.flushed();
    expect(sent).toEqual(["aa", "cc", "dd", "ee"]);
    expect(pressure).toEqual([true, false]);
  });
});
