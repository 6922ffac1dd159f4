/** A work order as it will be once what waits on this phone was said. Pure. */

import type { Deed } from "../offline/queue";
import type { One, Order, Said, Summary } from "./types";

/** Lay what waits over an order; what somebody must decide about is left out. */
export const foreseen = (order: Order, deeds: readonly Deed[], city: string): Order =>
  waitingOf(order, deeds, city).reduce(after, order);

/** The same of an order in a list, which tells no more than its state. */
export const foreseenInList = <S extends Summary>(order: S, deeds: readonly Deed[], city: string): S =>
  waitingOf(order, deeds, city).reduce((known, said) => (said.kind === "move" ? moved(known, said) : known), order);

/** Where what is said of an order is sent. */
export const saidOf = (id: string): string => `work-orders/${id}/said`;

function waitingOf({ id }: Summary, deeds: readonly Deed[], city: string): Said[] {
  return deeds
    .filter((deed) => deed.city === city && deed.path === saidOf(id) && !deed.stuck)
    .flatMap((deed) => (deed.body as { said: Said[] }).said);
}

function moved<S extends Summary>(order: S, { at, to, reason = "" }: Said & { kind: "move" }): S {
  if (Date.parse(at) < Date.parse(order.state_at)) return order;
  return { ...order, state: to, state_at: at, reason, clock_ahead_s: 0 };
}

/** The order after one thing more was said of it. */
export function after(order: Order, said: Said): Order {
  switch (said.kind) {
    case "move":
      return moved(order, said);
    case "assign":
      return { ...order, assigned: said.to };
    case "tick":
      return ticked(order, said);
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

function ticked(order: Order, { id, done, number }: Said & { kind: "tick" }): Order {
  const checklistItem = order.checklistItem.map((item) => (item.id === id ? { ...item, done, number: number ?? item.number, waits: true } : item));
  return { ...order, checklistItem, items_done: checklistItem.filter((item) => item.done).length };
}

/** The list with one thing more; one that the server knows already is not doubled. */
function joined<T>(list: One<T>[], said: { id: string; at: string }, says: T): One<T>[] {
  if (list.some(({ id }) => id === said.id)) return list;
  return [...list, { id: said.id, says, by: null, at: said.at, waits: true }];
}
