import { randomUUID } from "node:crypto";
import type {
  ContentOf,
  Json,
  Message,
  MessageOf,
  MessageType,
  Parent,
  Request,
  RequestType,
} from "../protocol/index.ts";
import { protocolVersion, toCharacters, toUtf16 } from "../protocol/index.ts";
import type { Session, SessionEvent } from "../session/index.ts";
import type { Channel } from "../transport/index.ts";
import type { History } from "./History.ts";
import { kernelInfo } from "./kernelInfo.ts";

export interface KernelOptions {
  session: Session;
  history: History;
  send: (channel: Channel | "iopub", message: Message) => void;
  /** Called when a shutdown was asked for and answered. */
  onShutdown: () => void;
}

/** Answers the requests of front ends by what the session does. Knows messages, not sockets. */
export class Kernel {
  readonly #options: KernelOptions;
  readonly #sessionId = randomUUID();
  #shellQueue: Promise<void> = Promise.resolve();
  #abortBefore = -Infinity;
  /** Request whose cell runs, or ran last: late output is shown below it. */
  #parent: Request | undefined;
  #pendingInput: { answer: (text: string) => void } | undefined;

  constructor(options: KernelOptions) {
    this.#options = options;
  }

  /** First message of a kernel's life. */
  announce(): void {
    this.#publish("status", { execution_state: "starting" }, undefined);
  }

  receive(channel: Channel, request: Request): void {
    switch (channel) {
      case "stdin":
        if (isOf(request, "input_reply")) this.#pendingInput?.answer(request.content.value);
        return;
      case "control":
        void this.#serve("control", request);
        return;
      case "shell": {
        const arrivedAt = performance.now();
        this.#shellQueue = this.#shellQueue.then(async () => this.#serve("shell", request, arrivedAt));
        return;
      }
    }
  }

  /** Stops the running cell and drops those that wait: what an interrupt means to a user. */
  interrupt(): void {
    this.#options.session.interrupt();
  }

  /** Output of a cell that is over. */
  readonly showLate = (event: SessionEvent): void => {
    if (this.#parent) this.#show(event, this.#parent);
  };

  async #serve(channel: Channel, request: Request, arrivedAt = performance.now()): Promise<void> {
    this.#publish("status", { execution_state: "busy" }, request);
    try {
      await this.#answer(channel, request, arrivedAt);
    } catch (error) {
      process.stderr.write(`roux: ${request.header.msg_type} failed: ${(error as Error).stack}\n`);
    }
    this.#publish("status", { execution_state: "idle" }, request);
    if (isOf(request, "shutdown_request")) this.#options.onShutdown();
  }

  async #answer(channel: Channel, request: Request, arrivedAt: number): Promise<void> {
    const { session, history } = this.#options;
    const reply = <Type extends MessageType>(type: Type, content: ContentOf<Type>): void =>
      this.#options.send(channel, this.#message(type, content, request, request.identities));
    if (isOf(request, "execute_request"))
      return this.#execute(request, arrivedAt, (content) => reply("execute_reply", content));
    if (isOf(request, "kernel_info_request")) return reply("kernel_info_reply", kernelInfo());
    if (isOf(request, "complete_request")) {
      const { code, cursor_pos } = request.content;
      const { matches, start, end, types } = await session.complete(code, toUtf16(code, cursor_pos));
      const [cursor_start, cursor_end] = [toCharacters(code, start), toCharacters(code, end)];
      const experimental = matches.map((text, i) => ({
        start: cursor_start,
        end: cursor_end,
        text,
        type: types[i] ?? "",
      }));
      const metadata = { _jupyter_types_experimental: experimental };
      return reply("complete_reply", { status: "ok", matches, cursor_start, cursor_end, metadata });
    }
    if (isOf(request, "inspect_request")) {
      const { code, cursor_pos } = request.content;
      const text = await session.inspect(code, toUtf16(code, cursor_pos));
      const data: Json = text === undefined ? {} : { "text/plain": text };
      return reply("inspect_reply", { status: "ok", found: text !== undefined, data, metadata: {} });
    }
    if (isOf(request, "is_complete_request"))
      return reply("is_complete_reply", session.isComplete(request.content.code));
    if (isOf(request, "history_request")) {
      const withOutput = request.content.output === true;
      const found = history.find(request.content);
      return reply("history_reply", {
        status: "ok",
        history: found.map(([of, line, code]) => [of, line, withOutput ? [code, null] : code]),
      });
    }
    if (isOf(request, "comm_info_request")) return reply("comm_info_reply", { status: "ok", comms: {} });
    if (isOf(request, "comm_open")) {
      // Nobody registered the target: the specification asks for an immediate close.
      return this.#publish("comm_close", { comm_id: request.content.comm_id, data: {} }, request);
    }
    if (isOf(request, "interrupt_request")) {
      this.interrupt();
      return reply("interrupt_reply", { status: "ok" });
    }
    if (isOf(request, "shutdown_request")) {
      const restart = request.content.restart ?? false;
      await session.shutdown();
      return reply("shutdown_reply", { status: "ok", restart });
    }
    return undefined;
  }

  async #execute(
    request: MessageOf<"execute_request">,
    arrivedAt: number,
    reply: (content: ContentOf<"execute_reply">) => void,
  ): Promise<void> {
    const { session, history } = this.#options;
    const { code, silent = false, stop_on_error = true, allow_stdin = false } = request.content;
    const storeHistory = !silent && (request.content.store_history ?? true);
    if (arrivedAt < this.#abortBefore)
      return reply({ status: "aborted", execution_count: session.executionCount });

    const executionCount = session.executionCount + (storeHistory ? 1 : 0);
    this.#parent = request;
    if (!silent) this.#publish("execute_input", { code, execution_count: executionCount }, request);
    if (storeHistory) history.add(executionCount, code);
    const { status, error } = await session.execute(code, {
      executionCount,
      silent,
      storeHistory,
      allowStdin: allow_stdin,
      onEvent: (event) => this.#show(event, request),
    });
    this.#pendingInput = undefined;
    if (status === "ok") {
      const user_expressions = await this.#userExpressions(request.content.user_expressions ?? {});
      return reply({ status, execution_count: executionCount, payload: [], user_expressions });
    }
    if (status === "aborted" || !error) return reply({ status: "aborted", execution_count: executionCount });
    if (stop_on_error) {
      // Cells that were sent before this error could be seen are not run. Those in the sockets are let in first.
      await new Promise((resolve) => setTimeout(resolve, 1));
      this.#abortBefore = performance.now();
    }
    const { name: ename, value: evalue, traceback } = error;
    return reply({ status, execution_count: executionCount, ename, evalue, traceback });
  }

  async #userExpressions(expressions: Record<string, string>): Promise<Json> {
    const values: Json = {};
    for (const [name, expression] of Object.entries(expressions)) {
      let value: Json = { status: "ok", data: {}, metadata: {} };
      const onEvent = (event: SessionEvent): void => {
        if (event.kind === "result") value = { status: "ok", data: event.data, metadata: event.metadata };
      };
      const { error } = await this.#options.session.execute(expression, {
        storeHistory: false,
        onEvent,
      });
      values[name] = error
        ? { status: "error", ename: error.name, evalue: error.value, traceback: error.traceback }
        : value;
    }
    return values;
  }

  #show(event: SessionEvent, request: Request): void {
    switch (event.kind) {
      case "stream":
        return this.#publish("stream", { name: event.name, text: event.text }, request);
      case "display":
      case "update": {
        const { data, metadata, displayId } = event;
        if (event.kind === "update")
          return this.#publish(
            "update_display_data",
            { data, metadata, transient: { display_id: event.displayId } },
            request,
          );
        return this.#publish(
          "display_data",
          { data, metadata, transient: displayId === undefined ? {} : { display_id: displayId } },
          request,
        );
      }
      case "clear":
        return this.#publish("clear_output", { wait: event.wait }, request);
      case "result":
        return this.#publish(
          "execute_result",
          { execution_count: event.executionCount, data: event.data, metadata: event.metadata },
          request,
        );
      case "error":
        return this.#publish(
          "error",
          { ename: event.name, evalue: event.value, traceback: event.traceback },
          request,
        );
      case "input":
        this.#pendingInput = event;
        return this.#options.send(
          "stdin",
          this.#message(
            "input_request",
            { prompt: event.prompt, password: event.password },
            request,
            request.identities,
          ),
        );
    }
  }

  #publish<Type extends MessageType>(
    type: Type,
    content: ContentOf<Type>,
    request: Request | undefined,
  ): void {
    this.#options.send("iopub", this.#message(type, content, request, [Buffer.from(type)]));
  }

  #message<Type extends MessageType>(
    type: Type,
    content: ContentOf<Type>,
    request: Request | undefined,
    identities: Uint8Array[],
  ): Message {
    const header = {
      msg_id: randomUUID(),
      session: this.#sessionId,
      username: request?.header.username ?? "kernel",
      date: new Date().toISOString(),
      msg_type: type,
      version: protocolVersion,
    };
    const parent_header: Parent = request?.header ?? {};
    return { header, parent_header, metadata: {}, content, buffers: [], identities } as unknown as Message;
  }
}

function isOf<Type extends RequestType>(
  request: Request,
  type: Type,
): request is Extract<Request, MessageOf<Type>> {
  return request.header.msg_type === type;
}
