import { tf } from "../engine/index.ts";

/** The weights of a model at one moment. Costs no copy: the engine shares the values until they are replaced. */
export class Weights {
  readonly #values: tf.Tensor[];

  constructor(model: tf.LayersModel) {
    this.#values = model.weights.map((weight) => tf.clone(weight.read()));
  }

  /** Puts them back into the same model. */
  restore(model: tf.LayersModel): void {
    model.weights.forEach((weight, i) => weight.write(this.#values[i]!));
  }

  dispose(): void {
    tf.dispose(this.#values);
  }
}
