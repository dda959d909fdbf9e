export type { MimeBundle } from "../display/index.ts";
export type { SessionEvent } from "./SessionEvent.ts";
export type {
  CellError,
  CompletionReply,
  ExecuteOptions,
  ExecuteOutcome,
  IsCompleteReply,
  SessionOptions,
  TypeCheckMode,
} from "./SessionOptions.ts";
export { Session } from "./Session.ts";
