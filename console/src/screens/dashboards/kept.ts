/** Boards as people keep them. Whatever was kept, something can be shown of it. Pure. */

import { arranged } from "../../boards/grid";
import type { Item } from "../../boards/BoardGrid.svelte";
import type { Definition, Panel } from "../../boards/types";
import type { Document } from "../../server/types";

/** A board somebody made. */
export type Own = Document<Partial<Definition>>;

export const KIND = "boards"; //: of documents

/** Whether a board was saved, be it that the server does not know yet. */
export const isSaved = ({ version, waits = false }: Own): boolean => version > 0 || waits;

/** Read the panels of a definition; what is none is left to the server to name. */
export function panelsOf(definition: Partial<Definition>): Panel[] {
  const panels: unknown = definition.panels;
  if (!Array.isArray(panels)) return [];
  return panels.map((one) => (one !== null && typeof one === "object" ? one : { kind: String(one) }) as Panel);
}

/** Give every panel a number and a place. */
export function itemsOf(panels: Panel[]): Item[] {
  const places = arranged(panels);
  return panels.map((panel, id) => ({ id, panel, place: places[id]! }));
}

/** Make a name for a new board that no other has. */
export function newName(now: Date, chance: number): string {
  return `b-${now.getTime().toString(36)}-${Math.floor(chance * 36 ** 3).toString(36)}`;
}
