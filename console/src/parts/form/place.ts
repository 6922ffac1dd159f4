/** Places in a document that is written, and mistakes at them. Pure. */

import type { Text } from "../../server/types";

/** Where a value is in a document. */
export type Place = readonly (string | number)[];

/** What cannot be, and where. */
export interface Mistake {
  place: Place;
  why: Text;
}

/** Set what is at a place; undefined takes it away. What is on the way there is made. */
export function put(document: unknown, place: Place, value: unknown): unknown {
  const [step, ...rest] = place;
  if (step === undefined) return value;
  if (typeof step === "number") {
    const items = [...((document as unknown[]) ?? [])];
    if (value === undefined && rest.length === 0) items.splice(step, 1);
    else items[step] = put(items[step], rest, value);
    return items;
  }
  const { [step]: before, ...others } = (document ?? {}) as Record<string, unknown>;
  const after = put(before, rest, value);
  if (after === undefined) return others;
  return step in ((document ?? {}) as object)
    ? { ...(document as object), [step]: after } // the order of its members stays
    : { ...others, [step]: after };
}

/** What a mistake says of a place itself; nothing where it lies elsewhere, or deeper inside. */
export const complaint = (mistake: Mistake | undefined, place: Place): Text =>
  mistake && mistake.place.length === place.length && within(mistake.place, place) ? mistake.why : "";

/** Whether a mistake lies at a place, or inside of it. */
export const within = (mistake: Place | undefined, place: Place): boolean =>
  mistake !== undefined && place.every((step, at) => String(mistake[at]) === String(step));

/** Move an item of a list to another place in it. */
export function moved<T>(items: readonly T[], from: number, to: number): T[] {
  const others = items.toSpliced(from, 1);
  return others.toSpliced(to, 0, items[from]!);
}
