/** Which orders are somebody's own: theirs by name, or their crews'. Pure. */

import { isUnfinished } from "./moves";
import type { Crew, Summary, Work } from "./types";

/** The orders of who asks, and of the crews they are in. */
export function mine<S extends Summary>({ orders, crews, me }: Work<S>): S[] {
  const own = new Set([me, ...crews.filter((crew) => isIn(crew, me)).map(({ name }) => `crew:${name}`)]);
  return orders.filter(({ assigned }) => own.has(assigned));
}

const isIn = ({ definition }: Crew, me: string) => definition.members.some((login) => me === `person:${login}`);

/** What is to be done, and what was: the latest first. */
export function parted<S extends Summary>(orders: readonly S[]): { todo: S[]; finished: S[] } {
  const finished = orders.filter(({ state }) => !isUnfinished(state));
  return {
    todo: orders.filter(({ state }) => isUnfinished(state)),
    finished: finished.sort((a, b) => Date.parse(b.state_at) - Date.parse(a.state_at)),
  };
}
