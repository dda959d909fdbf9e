import { requestTypes } from "./Message.ts";
import type { Json, Request, RequestType } from "./Message.ts";
import { WireError } from "./wire.ts";
import type { RawMessage } from "./wire.ts";

type Kind = "string" | "number" | "boolean" | "object";

/** Fields without which a request cannot be served, and those that must have their type when they are there. */
const fields: Record<RequestType, { required: Record<string, Kind>; optional?: Record<string, Kind> }> = {
  execute_request: {
    required: { code: "string" },
    optional: {
      silent: "boolean",
      store_history: "boolean",
      user_expressions: "object",
      allow_stdin: "boolean",
      stop_on_error: "boolean",
    },
  },
  inspect_request: {
    required: { code: "string", cursor_pos: "number" },
    optional: { detail_level: "number" },
  },
  complete_request: { required: { code: "string", cursor_pos: "number" } },
  is_complete_request: { required: { code: "string" } },
  history_request: { required: { hist_access_type: "string" } },
  kernel_info_request: { required: {} },
  comm_info_request: { required: {} },
  comm_open: { required: { comm_id: "string", target_name: "string" } },
  comm_msg: { required: { comm_id: "string" } },
  comm_close: { required: { comm_id: "string" } },
  shutdown_request: { required: {} },
  interrupt_request: { required: {} },
  input_reply: { required: { value: "string" } },
};

function isRequestType(type: string): type is RequestType {
  return (requestTypes as readonly string[]).includes(type);
}

/** @throws {WireError} when the type is none a kernel serves, or a field has another type than it must */
export function parseRequest(message: RawMessage): Request {
  const type = message.header.msg_type;
  if (!isRequestType(type)) throw new WireError(`expected a request that a kernel knows, got "${type}"`);
  const { required, optional = {} } = fields[type];
  check(type, message.content, required, false);
  check(type, message.content, optional, true);
  return message as Request;
}

function check(type: string, content: Json, expected: Record<string, Kind>, optional: boolean): void {
  for (const [name, kind] of Object.entries(expected)) {
    const value = content[name];
    if (optional && (value === undefined || value === null)) continue;
    if (typeof value !== kind || value === null) {
      throw new WireError(
        `expected ${type} with ${name} of type ${kind}, got ${value === null ? "null" : typeof value}`,
      );
    }
  }
}
