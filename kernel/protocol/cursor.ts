/** Jupyter counts positions in Unicode characters, JavaScript in UTF-16 units. */
export function toUtf16(code: string, characters: number): number {
  let units = 0;
  let count = 0;
  for (const character of code) {
    if (count++ >= characters) return units;
    units += character.length;
  }
  return code.length;
}

export function toCharacters(code: string, units: number): number {
  return Array.from(code.slice(0, units)).length;
}
