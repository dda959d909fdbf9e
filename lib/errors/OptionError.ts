import { RouxError } from "./RouxError.ts";

/** An argument or option is unknown, of the wrong type, or out of range. */
export class OptionError extends RouxError {}
