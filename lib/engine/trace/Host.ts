import type { Tensor } from "@tensorflow/tfjs";
import type { NodeBackend } from "./tfjs.ts";

/** A value that JavaScript gives anew before every step of a recorded program. */
export interface Host {
  /** Makes this step's value ready. @returns its id in the binding */
  prepare(backend: NodeBackend): number;
  /** The step is over. */
  release(): void;
  /** No further step will come. */
  dispose(backend: NodeBackend): void;
}

/** A number; uploaded again only when it has changed. */
export function scalarHost(read: () => number, dtype: "float32" | "int32" | "bool"): Host {
  let id: number | undefined;
  let uploaded = Number.NaN;
  const dispose = ({ binding }: NodeBackend): void => {
    if (id !== undefined) binding.deleteTensor(id);
    id = undefined;
  };
  return {
    prepare(backend) {
      const value = read();
      if (id !== undefined && Object.is(value, uploaded)) return id;
      dispose(backend);
      const { binding } = backend;
      uploaded = value;
      if (dtype === "float32") id = binding.createTensor([], binding.TF_FLOAT, Float32Array.of(value));
      else if (dtype === "int32") id = binding.createTensor([], binding.TF_INT32, Int32Array.of(value));
      else id = binding.createTensor([], binding.TF_BOOL, Uint8Array.of(value ? 1 : 0));
      return id;
    },
    release: () => {},
    dispose,
  };
}

/** A tensor made for each step and disposed after it. */
export function madeHost(make: () => Tensor): Host {
  let tensor: Tensor | undefined;
  return {
    prepare(backend) {
      tensor = make();
      return backend.getInputTensorIds([tensor])[0]!;
    },
    release() {
      tensor?.dispose();
      tensor = undefined;
    },
    dispose: () => {},
  };
}

/** A tensor that somebody else keeps, and may replace between steps. */
export function borrowedHost(get: () => Tensor): Host {
  return {
    prepare: (backend) => backend.getInputTensorIds([get()])[0]!,
    release: () => {},
    dispose: () => {},
  };
}
