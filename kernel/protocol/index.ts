export { toCharacters, toUtf16 } from "./cursor.ts";
export { protocolVersion, requestTypes } from "./Message.ts";
export type {
  ContentOf,
  ErrorContent,
  Header,
  Json,
  Message,
  MessageOf,
  MessageType,
  Parent,
  Request,
  RequestType,
} from "./Message.ts";
export { parseRequest } from "./parseRequest.ts";
export { decode, encode, signature, WireError } from "./wire.ts";
export type { RawMessage } from "./wire.ts";
