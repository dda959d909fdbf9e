import { Publisher, Reply, Router } from "zeromq";
import { decode, encode, parseRequest, WireError } from "../protocol/index.ts";
import type { Message, Request } from "../protocol/index.ts";
import { addressOf, ConnectionFileError } from "./ConnectionFile.ts";
import type { ConnectionInfo } from "./ConnectionFile.ts";
import { Outbox } from "./Outbox.ts";

export type Channel = "shell" | "control" | "stdin";

export interface TransportOptions {
  connection: ConnectionInfo;
  onRequest: (channel: Channel, request: Request) => void;
  /** Told when readers of iopub fall behind, and when they have caught up. */
  onPressure: (isHigh: boolean) => void;
  /** One line per message that was dropped. */
  log: (line: string) => void;
}

/** The kernel's five sockets. Messages that are damaged, forged or unknown end here. */
export class Transport {
  readonly #options: TransportOptions;
  readonly #routers: Record<Channel, Router>;
  readonly #outboxes: Record<Channel | "iopub", Outbox>;
  // `noDrop` waits for a reader that is slow instead of losing what it did not read yet; a dead one is given up after a while.
  readonly #iopub = new Publisher({ noDrop: true, sendTimeout: 10_000, linger: 1000 });
  readonly #heartbeat = new Reply({ linger: 0 });

  constructor(options: TransportOptions) {
    this.#options = options;
    const router = (): Router => new Router({ linger: 1000, sendHighWaterMark: 0, receiveHighWaterMark: 0 });
    this.#routers = { shell: router(), control: router(), stdin: router() };
    const { shell, control, stdin } = this.#routers;
    this.#outboxes = {
      shell: new Outbox(shell),
      control: new Outbox(control),
      stdin: new Outbox(stdin),
      iopub: new Outbox(this.#iopub, options.onPressure),
    };
  }

  /** Binds all sockets and starts to listen. @throws {ConnectionFileError} when an address is not to be had */
  async open(): Promise<void> {
    const { connection } = this.#options;
    const bind = async (socket: Router | Publisher | Reply, port: number): Promise<void> => {
      const address = addressOf(connection, port);
      try {
        await socket.bind(address);
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new ConnectionFileError(
          `kernel: expected ${address} to be free, got: ${reason}. Is another kernel running with this connection file?`,
          { cause },
        );
      }
    };
    await Promise.all([
      bind(this.#routers.shell, connection.shell_port),
      bind(this.#routers.control, connection.control_port),
      bind(this.#routers.stdin, connection.stdin_port),
      bind(this.#iopub, connection.iopub_port),
      bind(this.#heartbeat, connection.hb_port),
    ]);
    for (const channel of ["shell", "control", "stdin"] as const) void this.#listen(channel);
    void this.#echo();
  }

  send(channel: Channel | "iopub", message: Message): void {
    this.#outboxes[channel].send(encode(message, this.#options.connection.key));
  }

  /** Sends what waits, then closes. */
  async close(): Promise<void> {
    const waiting = Promise.all(Object.values(this.#outboxes).map(async (outbox) => outbox.flushed()));
    await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 2000).unref())]);
    for (const socket of [...Object.values(this.#routers), this.#iopub, this.#heartbeat]) socket.close();
  }

  async #listen(channel: Channel): Promise<void> {
    for await (const frames of this.#routers[channel]) {
      let request: Request;
      try {
        request = parseRequest(decode(frames, this.#options.connection.key));
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        this.#options.log(`dropped a message on ${channel}: ${error.message}`);
        continue;
      }
      this.#options.onRequest(channel, request);
    }
  }

  async #echo(): Promise<void> {
    try {
      for await (const frames of this.#heartbeat) await this.#heartbeat.send(frames);
    } catch {
      // Closed while sending.
    }
  }
}
