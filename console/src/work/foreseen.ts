/** A work order as it will be once what waits on this phone was said. Pure. */

import type { Deed } from "../offline/queue";
import type { One, Order, Said } from "./types";

/** Lay what waits over an order; what somebody must decide about is left out. */
export function foreseen(order: Order, deeds: readonly Deed[], city: string): Order {
  const path = `work/${order.id}/said`;
  return deeds
    .filter((deed) => deed.city === city && deed.path === path && !deed.stuck)
    .flatMap((deed) => (deed.body as { said: Said[] }).said)
    .reduce(after, order);
}

/** The order after one thing more was said of it. */
export function after(order: Order, said: Said): Order {
  switch (said.kind) {
    case "move":
      if (Date.parse(said.at) < Date.parse(order.state_at)) return order;
      return { ...order, state: said.to, state_at: said.at, reason: said.reason ?? "" };
    case "assign":
      return { ...order, assigned: said.to };
    case "tick":
      return ticked(order, said.id, said.done);
    case "note":
      return { ...order, note: joined(order.note, said, said.text) };
    case "time":
      return { ...order, timeSpent: joined(order.timeSpent, said, said.minutes) };
    case "photo":
      return { ...order, photo: joined(order.photo, said, { digest: said.digest, caption: said.caption }) };
    case "material": {
      const used = { name: said.name, amount: said.amount, unit: said.unit };
      return { ...order, materialUsed: joined(order.materialUsed, said, used) };
    }
    case "signature":
      return { ...order, signature: joined(order.signature, said, { name: said.name, digest: said.digest }) };
  }
}

function ticked(order: Order, id: string, done: boolean): Order {
  const checklistItem = order.checklistItem.map((item) => (item.id === id ? { ...item, done } : item));
  return { ...order, checklistItem, items_done: checklistItem.filter((item) => item.done).length };
}

/** The list with one thing more; one that the server knows already is not doubled. */
function joined<T>(list: One<T>[], said: { id: string; at: string }, says: T): One<T>[] {
  if (list.some(({ id }) => id === said.id)) return list;
  return [...list, { id: said.id, says, by: null, at: said.at, waits: true }];
}
