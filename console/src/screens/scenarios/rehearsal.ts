/** What a scenario would have done, as the server tells it, and as it is drawn. Pure. */

import type { Definition, Decision } from "./types";

type Counts = Record<string, number>; //: by hour of the town's clock, 2026-03-06T14

export interface Hit extends Decision {
  both: boolean; //: the other one acts too
}

export interface Result {
  timeline: Hit[];
  outcomes: Partial<Record<Decision["outcome"], number>>;
  both: number;
  hours: Counts;
  entities: Record<string, number>;
  alarms: Counts;
  known_since: string | null; //: null: nothing is known
}

/** Of the whole rehearsal. */
export interface Rehearsed extends Result {
  orders: Counts;
  first_hour: string;
  last_hour: string;
  beside: Result | null;
}

export interface Span {
  start: Date;
  end: Date;
}

/** What was asked, which the result is read with. */
export interface Asked extends Span {
  definition: Definition;
  beside: Definition | null;
}

export const DAYS = [1, 7, 30, 90] as const;
const HOURLY_DAYS = 3; //: so long a span is drawn by the hour
const DAY = 10; //: so much of an hour names its day
const HOUR_MS = 3_600_000;

/** Something that is counted, and how often it was at each place of the time. */
export interface Row {
  name: "acts" | "kept" | "alarms" | "orders";
  values: number[];
  total: number;
}

/** The places of the time that are drawn: days, or hours of a short time or of one day. */
export function placesOf({ first_hour, last_hour }: Rehearsed, day: string | null): string[] {
  const hours = steps(first_hour, last_hour);
  if (day) return hours.filter((hour) => hour.startsWith(day));
  const days = [...new Set(hours.map((hour) => hour.slice(0, DAY)))];
  return days.length > HOURLY_DAYS ? days : hours;
}

/** What is drawn of a rehearsal at these places. */
export function rowsOf(result: Rehearsed, places: string[]): Row[] {
  const { hours: acts, beside, alarms, orders } = result;
  const counted: [Row["name"], Counts][] = [["acts", acts], ...(beside ? [["kept", beside.hours] as [Row["name"], Counts]] : []), ["alarms", alarms], ["orders", orders]];
  return counted.map(([name, counts]) => {
    const values = at(counts, places);
    return { name, values, total: values.reduce((sum, value) => sum + value, 0) };
  });
}

/** The days on which anything would have been done, in their order. */
export function busyDays({ hours, beside }: Rehearsed): string[] {
  const busy = [...Object.keys(hours), ...Object.keys(beside?.hours ?? {})];
  return [...new Set(busy.map((hour) => hour.slice(0, DAY)))].sort();
}

export const SHOWN = ["acts", "only", "both", "kept", "not"] as const;
export type Shown = (typeof SHOWN)[number];

/** Which of these can be asked for. */
export const offered = ({ beside }: Rehearsed): Shown[] => (beside ? [...SHOWN] : ["acts", "not"]);

/** A hit, and which of both it is of. */
export interface Listed extends Hit {
  of: "only" | "both" | "kept" | "not";
}

/** The hits of a kind, in their order; those on a day of the town's clock, where one is chosen. */
export function hitsOf({ timeline, beside }: Rehearsed, shown: Shown, isOn: (at: Date) => boolean): Listed[] {
  const own = timeline.map((hit): Listed => ({ ...hit, of: hit.outcome !== "acts" ? "not" : hit.both ? "both" : "only" }));
  const kept = (beside?.timeline ?? []).filter(({ outcome, both }) => outcome === "acts" && !both);
  const all = [...own, ...kept.map((hit): Listed => ({ ...hit, of: "kept" }))];
  const wanted = ({ of }: Listed) => (shown === "acts" ? of !== "not" : of === shown);
  return all.filter((hit) => wanted(hit) && isOn(new Date(hit.at))).sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
}

const at = (counts: Counts, places: string[]): number[] => {
  const sums = new Map<string, number>();
  const length = places[0]?.length ?? 0;
  for (const [hour, count] of Object.entries(counts)) {
    const place = hour.slice(0, length);
    sums.set(place, (sums.get(place) ?? 0) + count);
  }
  return places.map((place) => sums.get(place) ?? 0);
};

/** Every hour from one to another, as a clock that nobody changes shows them. */
function steps(first: string, last: string): string[] {
  const [from, to] = [first, last].map((hour) => Date.parse(`${hour}:00Z`)) as [number, number];
  return Array.from({ length: (to - from) / HOUR_MS + 1 }, (_, n) => new Date(from + n * HOUR_MS).toISOString().slice(0, first.length));
}
