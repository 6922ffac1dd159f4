/** How a connection is, in words: its state, what to do about it, and how much comes. Pure. */

import type { Key } from "../../language/language.svelte";
import type { Status } from "../../server/types";
import { dotted } from "./secrets";
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

const HOUR = 60;
const RECENT = 5;

/** Messages in each minute of the last hour, the one that runs last; 0 where nothing came. */
export function lastHour(minutes: readonly Step[], at: Date): number[] {
  const first = Math.floor(at.getTime() / 60_000) - HOUR + 1;
  const came = new Map(minutes.map(([start_s, messages]) => [start_s / 60, messages]));
  return Array.from({ length: HOUR }, (_, minute) => came.get(first + minute) ?? 0);
}

/** Messages a minute, over the last five whole minutes. */
export function rate(minutes: readonly Step[], at: Date): number {
  const recent = lastHour(minutes, at).slice(-1 - RECENT, -1);
  return recent.reduce((sum, messages) => sum + messages, 0) / RECENT;
}

/** Where a connection leads, for people. */
export function address({ url, hook }: Pick<Connection, "url" | "hook">): string {
  return hook ?? dotted(url ?? "");
}
