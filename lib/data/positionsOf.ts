import { DataError } from "../errors/index.ts";

/** Positions of the examples or rows with these ids, in the order of the ids.
 *  @throws {DataError} when an id is unknown */
export function positionsOf(
  source: { readonly ids: ArrayLike<number> | readonly string[]; readonly name: string },
  wanted: ArrayLike<number | string>,
  where: string,
): Uint32Array {
  const positions = new Map<number | string, number>();
  for (let row = 0; row < source.ids.length; row++) positions.set(source.ids[row]!, row);
  return Uint32Array.from({ length: wanted.length }, (_, i) => {
    const position = positions.get(wanted[i]!);
    if (position !== undefined) return position;
    throw new DataError({
      where,
      expected: `ids of ${source.name}`,
      received: JSON.stringify(wanted[i]) ?? "undefined",
      hint:
        source.ids.length > 0
          ? `Its ids look like ${Array.from({ length: Math.min(3, source.ids.length) }, (_, k) => JSON.stringify(source.ids[k])).join(", ")}.`
          : "It is empty.",
    });
  });
}
