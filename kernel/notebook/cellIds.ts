import { createHash } from "node:crypto";

const valid = /^[a-zA-Z0-9-_]{1,64}$/;

/** Gives every cell an id that depends only on what the cells say: the same text yields the same ids, so a percent
 *  file converted twice gives the same notebook. Ids that are valid and unique are kept. */
export function assignCellIds(cells: { id?: unknown; cell_type: string; source: string }[]): void {
  const taken = new Set<string>();
  const missing: { id?: unknown; cell_type: string; source: string }[] = [];
  for (const cell of cells) {
    if (typeof cell.id === "string" && valid.test(cell.id) && !taken.has(cell.id)) taken.add(cell.id);
    else missing.push(cell);
  }
  for (const cell of missing) {
    const digest = createHash("sha256").update(`${cell.cell_type}\n${cell.source}`).digest("hex").slice(0, 8);
    let id = digest;
    for (let copy = 2; taken.has(id); copy++) id = `${digest}-${copy}`;
    taken.add(id);
    cell.id = id;
  }
}
