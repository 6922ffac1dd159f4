/** How far a round is: what was said of each stop, and which comes next. Pure. */

import type { Deed as Waiting } from "../offline/queue";
import type { Deed, Stop, Whole } from "./types";

export type Became = "open" | "emptied" | "impossible";

/** A stop, and what became of it. */
export interface Turn {
  number: number; //: from 0, in the plan
  stop: Stop;
  became: Map<string, Became>; //: by container
  over: boolean; //: nothing is left to do there
}

export interface Course {
  turns: Turn[];
  next: Turn | null;
  begun: boolean;
  ended: boolean;
  resting: boolean;
  done: number; //: containers of which something was said
  containers: number;
  late_min: number | null; //: when something was said last, against the plan
}

/** Where what is said of a round is sent. */
export const saidOf = (name: string): string => `waste/rounds/${name}/said`;

/** All that was said of a round, also what waits on this phone. What somebody must decide about is left out. */
export function saidAndWaiting(round: Whole, waiting: readonly Waiting[], city: string): Deed[] {
  const own = waiting
    .filter((one) => one.city === city && one.path === saidOf(round.name) && !one.stuck)
    .flatMap((one) => (one.body as { said: Deed[] }).said);
  const known = new Map<string, Deed>([...own, ...round.deeds].map((one) => [one.id, one]));
  const back = new Set([...known.values()].flatMap((one) => (one.kind === "takenBack" ? [one.of] : [])));
  return [...known.values()]
    .filter((one) => one.kind !== "takenBack" && !back.has(one.id))
    .sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

export function courseOf(stops: readonly Stop[], said: readonly Deed[]): Course {
  const became = new Map<string, Became>();
  const unloaded = new Map<string, number>(); //: how often, by site
  let rests = 0;
  let resting = false;
  for (const one of said) {
    if (one.kind === "emptied" || one.kind === "impossible") for (const urn of one.containers) became.set(urn, one.kind);
    if (one.kind === "unloaded") unloaded.set(one.site, (unloaded.get(one.site) ?? 0) + 1);
    if (one.kind === "paused") resting = true;
    if (one.kind === "resumed") [resting, rests] = [false, rests + 1];
  }
  const turns = stops.map((stop, number) => {
    const own = new Map((stop.containers ?? []).map((urn) => [urn, became.get(urn) ?? "open"] as const));
    return { number, stop, became: own, over: isOver(stop, own, unloaded, () => rests-- > 0) };
  });
  const containers = turns.reduce((sum, one) => sum + one.became.size, 0);
  const begun = said.length > 0;
  return {
    turns,
    next: turns.find(({ stop, over }) => !over && stop.what !== "depot") ?? null,
    begun,
    ended: said.some(({ kind }) => kind === "ended"),
    resting,
    done: turns.reduce((sum, one) => sum + [...one.became.values()].filter((it) => it !== "open").length, 0),
    containers,
    late_min: lateness(stops, said),
  };
}

function isOver(stop: Stop, became: Map<string, Became>, unloaded: Map<string, number>, rested: () => boolean): boolean {
  if (stop.what === "collect") return [...became.values()].every((one) => one !== "open");
  if (stop.what === "break") return rested();
  if (stop.what === "depot") return false;
  const times = unloaded.get(stop.at ?? "") ?? 0;
  unloaded.set(stop.at ?? "", times - 1);
  return times > 0;
}

function lateness(stops: readonly Stop[], said: readonly Deed[]): number | null {
  const planned = new Map(stops.flatMap((stop) => (stop.containers ?? []).map((urn) => [urn, Date.parse(stop.arrives)] as const)));
  const last = said.findLast((one) => "containers" in one && one.containers?.some((urn) => planned.has(urn)));
  if (!last || !("containers" in last)) return null;
  const due = planned.get(last.containers!.find((urn) => planned.has(urn))!)!;
  return Math.round((Date.parse(last.at) - due) / 60_000);
}

/** The last thing that can be taken back still, said not longer ago than that. */
export function undoable(said: readonly Deed[], now: Date, within_ms = 60_000): Deed | null {
  const last = said.at(-1);
  return last && now.getTime() - Date.parse(last.at) <= within_ms ? last : null;
}
