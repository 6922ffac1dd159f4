/** What stops, containers and deeds are called. */

import { t, type Key } from "../language/language.svelte";
import type { Deed, Stop, Whole } from "./types";

const WHAT: Record<Stop["what"], Key> = { depot: "stopDepot", collect: "stopCollect", unload: "stopUnload", break: "stopBreak" };

const DEEDS: Record<Deed["kind"], Key> = {
  began: "roundBegin",
  arrived: "deedArrived",
  emptied: "deedEmptied",
  impossible: "deedImpossible",
  unloaded: "deedUnloaded",
  paused: "roundPause",
  resumed: "roundResume",
  ended: "roundEnd",
  takenBack: "roundTakenBack",
};

const tail = (urn: string) => urn.split(":").at(-1)!;

export const kindOf = ({ kind }: Deed): Key => DEEDS[kind];

/** What a container, or a place, is called. */
export const called = (round: Pick<Whole, "of_containers" | "of_places">, urn: string): string =>
  round.of_containers[urn]?.name ?? round.of_places[urn] ?? tail(urn);

/** What a stop is called: its address, or what is there. */
export function titleOf(round: Pick<Whole, "of_containers" | "of_places">, stop: Stop): string {
  if (stop.title) return stop.title;
  if (stop.at) return `${t(WHAT[stop.what])}: ${called(round, stop.at)}`;
  const names = (stop.containers ?? []).map((urn) => called(round, urn));
  return names.join(", ") || t(WHAT[stop.what]);
}
