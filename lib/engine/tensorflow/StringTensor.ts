import type { Pointer } from "./CApi.ts";
import type { TensorFlowLibrary } from "./loadLibrary.ts";

/** Bytes of one `TF_TString` (tensorflow/core/platform/ctstring_internal.h). */
const stringBytes = 24;
/** Strings up to this many bytes live inside the `TF_TString` itself; longer ones own memory elsewhere. */
const inlineBytes = 22;

/** Writes strings into the memory of a new string tensor.
 *  @returns the positions of the strings that own memory: whoever wrote them frees it, by `freeStrings` */
export function writeStrings(
  library: TensorFlowLibrary,
  memory: Pointer,
  strings: readonly Uint8Array[],
): number[] {
  const image = new Uint8Array(strings.length * stringBytes);
  const long: number[] = [];
  for (let i = 0; i < strings.length; i++) {
    const bytes = strings[i]!;
    if (bytes.length > inlineBytes) long.push(i);
    else {
      // First byte of an inline string: its size, shifted left by the two bits that tell the kinds apart.
      image[i * stringBytes] = bytes.length << 2;
      image.set(bytes, i * stringBytes + 1);
    }
  }
  if (image.length > 0) library.copyIn(memory, image, image.length);
  for (const i of long) {
    const bytes = strings[i]!;
    library.api.stringCopy(memory + BigInt(i * stringBytes), bytes, bytes.length);
  }
  return long;
}

/** Frees what `writeStrings` made. */
export function freeStrings(library: TensorFlowLibrary, memory: Pointer, long: readonly number[]): void {
  for (const i of long) library.api.stringFree(memory + BigInt(i * stringBytes));
}

/** Copies the strings of a string tensor out of native memory. */
export function readStrings(library: TensorFlowLibrary, memory: Pointer, count: number): Uint8Array[] {
  const image = new Uint8Array(count * stringBytes);
  if (count > 0) library.copyOut(image, memory, image.length);
  const strings: Uint8Array[] = Array.from({ length: count });
  for (let i = 0; i < count; i++) {
    const start = i * stringBytes;
    const first = image[start]!;
    if ((first & 3) === 0) strings[i] = image.slice(start + 1, start + 1 + (first >> 2));
    else {
      const address = memory + BigInt(start);
      const bytes = new Uint8Array(library.api.stringSize(address));
      if (bytes.length > 0) library.copyOut(bytes, library.api.stringData(address), bytes.length);
      strings[i] = bytes;
    }
  }
  return strings;
}

/** Bytes that `count` strings take in a tensor's own memory. */
export function stringTensorBytes(count: number): number {
  return count * stringBytes;
}
