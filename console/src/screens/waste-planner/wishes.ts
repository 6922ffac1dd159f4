/** What people want of a plan, and how it is taken back. Pure. */

import type { Change, Move, Orders } from "./types";

/** The change that brings back what was wanted of the containers and vehicles that another change speaks of. */
export function wayBack(before: Orders, change: Change): Change {
  const containers = new Set([...(change.lock ?? []), ...(change.ban ?? []), ...(change.free ?? []), ...(change.moves ?? []).map((one) => one.container)]);
  const own = (listed: string[] = []) => listed.filter((urn) => containers.has(urn));
  const moves: Move[] = (before.moves ?? []).filter(({ container }) => containers.has(container));
  const [lock, ban] = [own(before.lock), own(before.ban)];
  const wanted = new Set([...lock, ...ban, ...moves.map(({ container }) => container)]);
  const wasDown = new Set(before.down);
  const spoken = [...(change.down ?? []), ...(change.up ?? [])];
  return {
    lock,
    ban,
    moves,
    free: [...containers].filter((urn) => !wanted.has(urn)),
    down: spoken.filter((urn) => wasDown.has(urn)),
    up: spoken.filter((urn) => !wasDown.has(urn)),
  };
}

/** What is wanted of a container: it has to be in, out, or by one vehicle. */
export function wishOf(orders: Orders, container: string): "lock" | "ban" | "move" | null {
  if (orders.ban?.includes(container)) return "ban";
  if (orders.moves?.some((one) => one.container === container)) return "move";
  return orders.lock?.includes(container) ? "lock" : null;
}
