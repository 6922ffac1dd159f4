/** In which turn somebody does today's orders: by the day they are due, then by how near they are. Pure. */

import type { Summary } from "./types";

type Place = readonly [longitude: number, latitude: number]; //: degrees

const METRES_PER_DEGREE = 111_320; //: of latitude

/** How far two places are from one another, m; within a town, where the earth is flat enough. */
export function distance_m(one: Place, other: Place): number {
  const narrowed = Math.cos((((one[1] + other[1]) / 2) * Math.PI) / 180);
  return METRES_PER_DEGREE * Math.hypot((one[0] - other[0]) * narrowed, one[1] - other[1]);
}

/**
 * The orders in their turn.
 *
 * day: of a moment, in the town's zone, as YYYY-MM-DD
 * here: where somebody is; null where the phone does not tell
 */
export function inTurn<O extends Summary>(orders: readonly O[], day: (at: string) => string, here: Place | null): O[] {
  const due = (order: O) => (order.due_at ? day(order.due_at) : "9999");
  const far = (order: O) => (here && order.location ? distance_m(here, order.location) : Infinity);
  return orders
    .map((order) => ({ order, due: due(order), far: far(order) }))
    .sort((a, b) => compare(a.due, b.due) || compare(a.far, b.far) || compare(a.order.due_at ?? "", b.order.due_at ?? "") || compare(a.order.id, b.order.id))
    .map(({ order }) => order);
}

const compare = <T extends string | number>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0);
