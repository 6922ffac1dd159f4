/** What a rehearsal comes to, of one way of light. Pure. */

import type { Result } from "./types";

export type Side = "one" | "other";

/** Of all nights that are known of it. */
export interface Sum {
  nights: number;
  kwh: number;
  money: number | null; //: null: a price is not known
  kg: number | null;
  ahead: number | null; //: share of passers with light ahead; null: nobody was asked
}

export function sumOf({ nights, kg_per_kwh }: Result, side: Side): Sum {
  const known = nights.flatMap((night) => (night[side] ? [{ ...night[side], price: night.price }] : []));
  const add = (of: (one: (typeof known)[number]) => number) => known.reduce((sum, one) => sum + of(one), 0);
  const kwh = add(({ kwh }) => kwh);
  const asked = add(({ asked }) => asked);
  return {
    nights: known.length,
    kwh,
    money: known.some(({ price }) => price === null) ? null : add(({ kwh, price }) => kwh * price!),
    kg: kg_per_kwh === null ? null : kwh * kg_per_kwh,
    ahead: asked > 0 ? add(({ lit }) => lit) / asked : null,
  };
}

/** By which share the first saves against the other, on the nights that are known of both. */
export function savingOf({ nights }: Result): number | null {
  const both = nights.filter(({ one, other }) => one && other);
  const [first, second] = (["one", "other"] as const).map((side) => both.reduce((sum, night) => sum + night[side]!.kwh, 0)) as [number, number];
  return second > 0 ? 1 - first / second : null;
}

/** The highest bar of all nights, kWh. */
export const mostOf = ({ nights }: Result): number => Math.max(1e-9, ...nights.flatMap(({ one, other }) => [one?.kwh ?? 0, other?.kwh ?? 0]));

/** The levels of the night that tells them. */
export const levelsOf = ({ nights, night }: Result, side: Side): number[] => nights.find(({ day }) => day === night)?.[side]?.levels ?? [];

/** A line through levels, in a box of 1440 by 100. */
export const lineOf = (levels: number[]): string => levels.map((level, minute) => `${minute === 0 ? "M" : "L"}${minute} ${100 - 100 * level}`).join("");
