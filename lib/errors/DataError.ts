import { RouxError } from "./RouxError.ts";

/** A file, table or dataset does not hold what it should. */
export class DataError extends RouxError {}
