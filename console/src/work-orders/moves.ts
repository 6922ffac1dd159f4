/** Which state of an order may follow which, the way back from a step, and when it is said. */

import type { Said, State } from "./types";

/** What may follow what, as the server has it. */
export const FOLLOWS: Record<State, readonly State[]> = {
  open: ["inProgress", "done", "cancelled"],
  inProgress: ["paused", "done", "cancelled"],
  paused: ["inProgress", "done", "cancelled"],
  done: ["checked", "open"],
  checked: ["open"],
  cancelled: ["open", "done"],
};

const UNFINISHED: readonly State[] = ["open", "inProgress", "paused"];

/** Whether somebody still has to do it. */
export const isUnfinished = (state: State): boolean => UNFINISHED.includes(state);

/** The states that lead from one back to another, none of which ends the work; null where nothing does. */
export function wayBack(from: State, to: State): State[] | null {
  const ways: State[][] = FOLLOWS[from].filter(isUnfinished).map((state) => [state]);
  for (const way of ways) {
    const last = way.at(-1)!;
    if (last === to) return way;
    ways.push(...FOLLOWS[last].filter((next) => isUnfinished(next) && !way.includes(next)).map((next) => [...way, next]));
  }
  return null;
}

/** Say some moves, each a moment after the one before. */
export function saying(moves: readonly State[], at: string, reason = ""): Said[] {
  const from_ms = Date.parse(at);
  return moves.map((to, turn) => ({ kind: "move", at: new Date(from_ms + turn).toISOString(), to, reason }));
}

let last_ms = 0; //: when something was last said from here, since 1970

/** A moment later than all that was said before, here and of these orders, whatever the clock of a phone says. */
export function momentAfter(orders: readonly { state_at: string }[], now: Date): string {
  last_ms = Math.max(now.getTime(), last_ms + 1, ...orders.map(({ state_at }) => Date.parse(state_at) + 1));
  return new Date(last_ms).toISOString();
}
