import { RouxError } from "./RouxError.ts";

/** A tensor, image or batch has another shape than the function needs. */
export class ShapeError extends RouxError {}
