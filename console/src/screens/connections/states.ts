/** How a connection is, in words: its state, what to do about it, and how much comes. Pure. */

import type { Key } from "../../language/language.svelte";
import type { Status } from "../../server/types";
import type { Connection, State, Step } from "./server";

/** The shape of a state; what only waits has a symbol of its own. */
export const SHAPES: Record<State, Status | "wait"> = { runs: 0, waiting: "wait", late: 1, broken: 2, off: 3 };

export const WORDS: Record<State, Key> = {
  runs: "linkRuns",
  waiting: "linkWaiting",
  late: "linkLate",
  broken: "linkBroken",
  off: "linkOff",
};

const ADVICE: Record<string, Key> = {
  unavailable: "linkUnavailable",
  forbidden: "linkForbidden",
  malformed: "linkMalformed",
  notfound: "linkNotFound",
  defect: "linkDefect",
};

/** What to do about a trouble. */
export const adviceFor = (kind: string): Key => ADVICE[kind] ?? "linkDefect";

const ORDER: State[] = ["broken", "late", "waiting", "runs", "off"];

/** The worst first, then by name. */
export function byState(a: Connection, b: Connection): number {
  return ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || a.name.localeCompare(b.name);
}

const RECENT = 5;

/** Messages a minute, over the last five whole minutes. */
export function rate(minutes: readonly Step[], at: Date): number {
  const now = Math.floor(at.getTime() / 60_000);
  const recent = minutes.filter(([start_s]) => start_s / 60 >= now - RECENT && start_s / 60 < now);
  return recent.reduce((sum, [, messages]) => sum + messages, 0) / RECENT;
}

/** Where a connection leads, without what is only for machines. */
export function address(connection: Pick<Connection, "url" | "hook">): string {
  return connection.hook ?? connection.url ?? "";
}
