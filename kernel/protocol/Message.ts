/** The Jupyter message types, from both sides (https://jupyter-client.readthedocs.io/en/latest/messaging.html, version 5.4). */

export const protocolVersion = "5.4";

export type Json = Record<string, unknown>;

export interface Header {
  msg_id: string;
  session: string;
  username: string;
  /** ISO 8601. */
  date: string;
  msg_type: string;
  version: string;
  subshell_id?: string | null;
}

export type Parent = Header | Record<string, never>;

interface Contents {
  execute_request: {
    code: string;
    silent?: boolean;
    store_history?: boolean;
    user_expressions?: Record<string, string>;
    allow_stdin?: boolean;
    stop_on_error?: boolean;
  };
  inspect_request: { code: string; cursor_pos: number; detail_level?: 0 | 1 };
  complete_request: { code: string; cursor_pos: number };
  is_complete_request: { code: string };
  history_request: {
    output?: boolean;
    raw?: boolean;
    hist_access_type: "range" | "tail" | "search";
    session?: number;
    start?: number;
    stop?: number;
    n?: number;
    pattern?: string;
    unique?: boolean;
  };
  kernel_info_request: Record<string, never>;
  comm_info_request: { target_name?: string };
  comm_open: { comm_id: string; target_name: string; data: Json };
  comm_msg: { comm_id: string; data: Json };
  comm_close: { comm_id: string; data: Json };
  shutdown_request: { restart: boolean };
  interrupt_request: Record<string, never>;
  input_reply: { value: string };

  execute_reply:
    | { status: "ok"; execution_count: number; payload: []; user_expressions: Json }
    | ({ execution_count: number } & ErrorContent & { status: "error" })
    | { status: "aborted"; execution_count: number };
  inspect_reply: { status: "ok"; found: boolean; data: Json; metadata: Json };
  complete_reply: {
    status: "ok";
    matches: string[];
    cursor_start: number;
    cursor_end: number;
    metadata: Json;
  };
  is_complete_reply: { status: "complete" | "incomplete" | "invalid" | "unknown"; indent?: string };
  history_reply: { status: "ok"; history: [number, number, string | [string, string | null]][] };
  kernel_info_reply: Json;
  comm_info_reply: { status: "ok"; comms: Record<string, { target_name: string }> };
  shutdown_reply: { status: "ok"; restart: boolean };
  interrupt_reply: { status: "ok" };

  status: { execution_state: "busy" | "idle" | "starting" };
  execute_input: { code: string; execution_count: number };
  execute_result: { execution_count: number; data: Json; metadata: Json };
  display_data: { data: Json; metadata: Json; transient: { display_id?: string } };
  update_display_data: { data: Json; metadata: Json; transient: { display_id: string } };
  clear_output: { wait: boolean };
  stream: { name: "stdout" | "stderr"; text: string };
  error: ErrorContent;
  input_request: { prompt: string; password: boolean };
}

export interface ErrorContent {
  ename: string;
  evalue: string;
  traceback: string[];
}

export type MessageType = keyof Contents;
export type ContentOf<Type extends MessageType> = Contents[Type];

/** One message of a known type. */
export interface MessageOf<Type extends MessageType> {
  header: Header & { msg_type: Type };
  parent_header: Parent;
  metadata: Json;
  content: Contents[Type];
  buffers: Uint8Array[];
  /** Routing frames before the delimiter: whom to answer. */
  identities: Uint8Array[];
}

/** Any message, told apart by `header.msg_type`. */
export type Message = { [Type in MessageType]: MessageOf<Type> }[MessageType];

/** What a front end may send. */
export const requestTypes = [
  "execute_request",
  "inspect_request",
  "complete_request",
  "is_complete_request",
  "history_request",
  "kernel_info_request",
  "comm_info_request",
  "comm_open",
  "comm_msg",
  "comm_close",
  "shutdown_request",
  "interrupt_request",
  "input_reply",
] as const satisfies readonly MessageType[];
export type RequestType = (typeof requestTypes)[number];
export type Request = { [Type in RequestType]: MessageOf<Type> }[RequestType];
