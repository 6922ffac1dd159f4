/** A template filled in: the few things that differ from town to town, put where they belong. Pure. */

import { put, type Place } from "../../parts/form/place";
import type { Definition } from "./types";

/** What is asked, and where its answer belongs. */
export type Ask =
  | { is: "districts" }
  | { is: "limit"; at: Place[]; back: Place[]; that?: { at: Place; text: string } } //: back stays as far from it
  | { is: "length" | "told" | "crew"; at: Place };

export interface Template {
  name: string;
  asks: Ask[];
  definition: Definition;
}

/** Return what a definition says at a place. */
export const valueAt = (definition: Definition, place: Place): unknown =>
  place.reduce<unknown>((value, step) => (value as Record<string | number, unknown> | undefined)?.[step], definition);

/** Set a limit; where it is over again moves with it. */
export function limited(definition: Definition, { at, back, that }: Ask & { is: "limit" }, limit: number): Definition {
  const apart = Number(valueAt(definition, back[0]!)) - Number(valueAt(definition, at[0]!));
  const over = Number((limit + apart).toPrecision(9)); // 0.9 and -0.1 are 0.8
  const at_limit = at.reduce((one, place) => put(one, place, limit), definition as unknown);
  const all = back.reduce((one, place) => put(one, place, over), at_limit);
  return (that ? put(all, that.at, that.text.replace("{}", String(over))) : all) as Definition;
}

/** Set what is asked at one place; nothing takes it away. */
export const set = (definition: Definition, place: Place, value: unknown): Definition => put(definition, place, value || undefined) as Definition;
