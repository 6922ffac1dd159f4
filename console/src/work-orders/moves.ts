/** Which state of an order may follow which, and the way back from a step. Pure. */

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

/**
 * A moment later than all that was said before, whatever the clock of a phone says.
 *
 * last_ms: when something was last said from here, ms since 1970
 */
export function momentAfter(state_at: string, last_ms: number, now: Date): string {
  return new Date(Math.max(now.getTime(), last_ms + 1, Date.parse(state_at) + 1)).toISOString();
}
