/** Which orders are wanted, in which turn: read from the address. Pure. */

import type { Zone } from "../../history/zone";
import { PRIORITIES, STATES, type Listed } from "./types";

export const SORTS = ["due", "priority", "title", "asset", "assigned", "state"] as const;
export const DUES = ["overdue", "today", "week", "none"] as const;
/** Those of which somebody has to do something yet. */
export const WAITING = "waiting";
export const STAGES = [WAITING, ...STATES] as const;
export const NOBODY = "nobody";
export const MINE = "mine";
export const A_PAGE = 200;

export interface Wanted {
  state: (typeof STAGES)[number];
  whose: string; //: crew:NAME, person:LOGIN, mine, nobody; empty: everybody's
  priority: string;
  due: string;
  district: string;
  q: string;
  sort: (typeof SORTS)[number];
  order: "asc" | "desc";
}

/** What narrows the list, beside the state. */
export const FILTERS = ["whose", "priority", "due", "district", "q"] as const;
/** What is remembered of how the list was left. */
export const REMEMBERED = ["state", ...FILTERS, "sort", "order"] as const;

/** When an order is due, seen from now. */
export type Due = "overdue" | "today" | "week" | "later" | "none";

const among = <T extends string>(all: readonly T[], one: string | null, usual: T): T =>
  all.find((each) => each === one) ?? usual;

export function read(query: URLSearchParams): Wanted {
  const text = (name: string) => query.get(name) ?? "";
  return {
    state: among(STAGES, query.get("state"), WAITING),
    whose: text("whose"),
    priority: text("priority"),
    due: text("due"),
    district: text("district"),
    q: text("q"),
    sort: among(SORTS, query.get("sort"), "due"),
    order: query.get("order") === "desc" ? "desc" : "asc",
  };
}

/** Whether nobody has to do anything about it any more. */
export const isOver = ({ state }: Listed): boolean => state === "checked" || state === "cancelled";

/** When an order is due, by the days of a zone; what is done is not overdue. */
export function dueOf(order: Listed, now: Date, zone: Zone): Due {
  if (!order.due_at || order.state === "done" || isOver(order)) return "none";
  const due_s = Date.parse(order.due_at) / 1000;
  const now_s = now.getTime() / 1000;
  const today_s = zone.midnight(now_s);
  if (due_s < now_s) return "overdue";
  if (due_s < zone.later(today_s, 1)) return "today";
  return due_s < zone.later(today_s, 7) ? "week" : "later";
}

/** What the orders are held against. */
export interface Surroundings {
  now: Date;
  zone: Zone;
  mine: ReadonlySet<string>;
  title: (who: string) => string; //: what a person or a crew is called
}

/** The orders that are wanted, whatever their state. */
export function narrowed(orders: readonly Listed[], wanted: Wanted, around: Surroundings): Listed[] {
  const words = folded(wanted.q).split(" ").filter(Boolean);
  return orders.filter((order) => {
    if (!isWhose(order, wanted.whose, around.mine)) return false;
    if (wanted.priority && order.priority !== wanted.priority) return false;
    if (wanted.due && !isDue(order, wanted.due, around)) return false;
    if (wanted.district && order.district !== wanted.district) return false;
    const text = folded(`${order.id} ${order.title} ${order.asset_name} ${around.title(order.assigned)}`);
    return words.every((word) => text.includes(word));
  });
}

const isWhose = ({ assigned }: Listed, whose: string, mine: ReadonlySet<string>): boolean =>
  whose === "" || (whose === NOBODY ? assigned === "" : whose === MINE ? mine.has(assigned) : assigned === whose);

/** What is due today is due this week too, and what is overdue is due at once. */
function isDue(order: Listed, wanted: string, { now, zone }: Surroundings): boolean {
  const due = dueOf(order, now, zone);
  if (wanted === "week") return due === "today" || due === "week";
  return due === wanted && !(due === "none" && order.due_at);
}

/** How many there are in each state, and of how many somebody has to do something. */
export function countsOf(orders: readonly Listed[]): Record<(typeof STAGES)[number], number> {
  const counts = Object.fromEntries(STAGES.map((stage) => [stage, 0])) as Record<(typeof STAGES)[number], number>;
  for (const order of orders) {
    counts[order.state]++;
    if (!isOver(order)) counts[WAITING]++;
  }
  return counts;
}

/** Those in the state that is wanted, in the turn that is wanted. */
export function inTurn(orders: readonly Listed[], wanted: Wanted, title: Surroundings["title"]): Listed[] {
  const staged = orders.filter((order) => (wanted.state === WAITING ? !isOver(order) : order.state === wanted.state));
  const turn = wanted.order === "asc" ? 1 : -1;
  const by = KEYS[wanted.sort];
  return staged.sort((a, b) => turn * compare(by(a, title), by(b, title)) || compare(dueKey(a), dueKey(b)) || compare(a.id, b.id));
}

type Sortable = string | number;

const dueKey = ({ due_at }: Listed): number => (due_at ? Date.parse(due_at) : Infinity);
const named = (name: string): string => folded(name) || "\uffff"; // what has no name comes last

const KEYS: Record<Wanted["sort"], (order: Listed, title: Surroundings["title"]) => Sortable> = {
  due: dueKey,
  priority: ({ priority }) => PRIORITIES.indexOf(priority),
  title: ({ title }) => named(title),
  asset: ({ asset_name }) => named(asset_name),
  assigned: ({ assigned }, title) => named(assigned && title(assigned)),
  state: ({ state }) => STATES.indexOf(state),
};

const compare = (a: Sortable, b: Sortable) => (a < b ? -1 : a > b ? 1 : 0);

/** A text without accents and capitals. */
const folded = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
