import { findLibrary } from "../../../lib/engine/findLibrary.ts";

/** The TensorFlow library on this machine, or `undefined`: suites that need it are then skipped, and say so. */
export const library = findLibrary();

if (!library) {
  console.warn("No TensorFlow library here: its suites are skipped. `npx roux engine install` fetches one.");
}
