import { RouxError } from "./RouxError.ts";

/** The engine (TensorFlow, wasm, cpu) could not be fetched, loaded or run. */
export class EngineError extends RouxError {}
