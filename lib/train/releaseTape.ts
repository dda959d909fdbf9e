import { tf } from "../engine/index.ts";

/** Frees what tf.js saved for a backward pass that never came: when a function whose gradient is taken throws, tf.js keeps
 *  the tensors of its tape. Call it where the error is caught. */
export function releaseTape(): void {
  const { state } = tf.engine();
  if (state.gradientDepth > 0) return;
  for (const { saved } of state.activeTape ?? []) tf.dispose(saved);
  state.activeTape = [];
}
