/** Which orders are somebody's own: theirs by name, or their crews'. Pure. */

import { isUnfinished } from "./moves";
import type { Crew, Summary, Work, Written } from "./types";

/** To whom an order is given that is somebody's own. */
export function ownOf(me: string, crews: readonly Written<Crew>[]): ReadonlySet<string> {
  const login = me.replace(/^person:/, "");
  const own = crews.filter(({ definition }) => definition.members.includes(login));
  return new Set([me, ...own.map(({ name }) => `crew:${name}`)]);
}

/** The orders of who asks, and of the crews they are in. */
export function mine<S extends Summary>({ orders, crews, me }: Work<S>): S[] {
  const own = ownOf(me, crews);
  return orders.filter(({ assigned }) => own.has(assigned));
}

/** What is to be done, and what was: the latest first. */
export function parted<S extends Summary>(orders: readonly S[]): { todo: S[]; finished: S[] } {
  const finished = orders.filter(({ state }) => !isUnfinished(state));
  return {
    todo: orders.filter(({ state }) => isUnfinished(state)),
    finished: finished.sort((a, b) => Date.parse(b.state_at) - Date.parse(a.state_at)),
  };
}
