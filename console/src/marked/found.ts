/** Marking on the map what a table finds. */

import type { Server } from "../server/api";
import type { TableRow } from "../server/types";

export const MOST_MARKED = 2_000;
const TOGETHER = 200; //: rows in one question

/** How assets of a type are now, in the order of their numbers. Raises Problem. */
export async function rowsOf(server: Server, type: string, ids: number[]): Promise<TableRow[]> {
  const found = new Map<number, TableRow>();
  for (let start = 0; start < ids.length; start += TOGETHER)
    for (const row of await server.tableRows(type, ids.slice(start, start + TOGETHER), [])) found.set(row.id, row);
  return ids.flatMap((id) => found.get(id) ?? []);
}
