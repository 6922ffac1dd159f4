/** What the office says of orders, and how it was before. Pure. */

import type { Listed, Said } from "./types";

/** What is said of each of some orders, by name. */
export type SaidOfMany = Record<string, Said[]>;

/** What can be changed for many at once and put back. */
export type Change = { to: string } | { priority: Listed["priority"] } | { due_at: string | null };

/** Say a change of each order. */
export function changed(orders: readonly Listed[], change: Change, at: string): SaidOfMany {
  const said: Said = "to" in change ? { kind: "assign", at, to: change.to } : { kind: "plan", at, ...change };
  return Object.fromEntries(orders.map(({ id }) => [id, [said]]));
}

/** Say of each order what it was before such a change. */
export function unchanged(orders: readonly Listed[], change: Change, at: string): SaidOfMany {
  return Object.fromEntries(orders.map((order) => [order.id, changed([order], asItWas(order, change), at)[order.id]!]));
}

function asItWas({ assigned, priority, due_at }: Listed, change: Change): Change {
  if ("to" in change) return { to: assigned };
  return "priority" in change ? { priority } : { due_at };
}
