import * as tf from "@tensorflow/tfjs";
import { displaySymbol } from "../display/index.ts";

/** Most values that a shown tensor prints in full; of a larger one tf.js prints the corners. */
const mostShown = 1_000;

/** Shows tensors by dtype, shape and values. Reading the values waits for the engine, which is what a person who looks at a
 *  tensor wants. */
export function displayTensors(): void {
  const text = function (this: tf.Tensor): string {
    if (this.isDisposed) return `Tensor ${this.dtype} [${this.shape.join(", ")}], disposed`;
    const values = this.toString(false)
      .replace(/^Tensor\s*/, "")
      .replaceAll("\n    ", "\n");
    const corners = this.size > mostShown ? ", in part" : "";
    return `Tensor ${this.dtype} [${this.shape.join(", ")}]${corners}\n${values}`;
  };
  const define = (name: PropertyKey, value: unknown): void => {
    Object.defineProperty(tf.Tensor.prototype, name, {
      value,
      enumerable: false,
      configurable: true,
      writable: true,
    });
  };
  define(Symbol.for("nodejs.util.inspect.custom"), text);
  define(displaySymbol, function (this: tf.Tensor) {
    return { "text/plain": text.call(this) };
  });
}
