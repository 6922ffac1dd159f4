/** Documents as they will be once what waits is done, so that nobody misses what they did. Pure. */

import type { Document } from "../server/types";
import type { Deed } from "./queue";

/**
 * Lay what waits over the documents the server knows; what somebody must decide about is left out.
 *
 * folder: where the documents are, e.g. documents/boards/
 */
export function foreseen<D>(documents: Document<D>[], deeds: readonly Deed[], city: string, folder: string): Document<D>[] {
  const known = new Map(documents.map((one) => [one.id, one]));
  for (const { method, path, body, at } of deeds.filter((deed) => deed.city === city && !deed.stuck)) {
    if (!path.startsWith(folder)) continue;
    const id = path.slice(folder.length);
    if (method === "DELETE") known.delete(id);
    else known.set(id, { ...(body as Document<D>), id, modified_at: at, waits: true });
  }
  return [...known.values()];
}
