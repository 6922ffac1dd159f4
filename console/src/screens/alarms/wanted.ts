/** Which alarms are wanted: read from the address, and as the server is asked. */

import type { Alarm } from "../../server/types";

export const STATES = ["open", "past"] as const;
export const SORTS = ["status", "since", "duration", "name", "ended"] as const;
/** For how long an alarm lasts at least, s. */
export const DURATIONS_S = [900, 3_600, 86_400, 604_800] as const;
/** How far back past alarms are listed, h. */
export const PERIODS_H = [24, 168, 720, 2_160] as const;
/** Whose alarms: nobody's are assigned to nobody. */
export const WHOSE = ["mine", "unassigned", "shelved"] as const;
const BY_WHOSE: Record<string, Record<string, string>> = {
  mine: { assigned: "me" },
  unassigned: { assigned: "nobody" },
  shelved: { shelved: "true" },
};
export const A_PAGE = 200;

export interface Wanted {
  state: (typeof STATES)[number];
  layer: string;
  status: string;
  district: string;
  q: string;
  longer_s: string;
  whose: string;
  period_h: string;
  sort: (typeof SORTS)[number];
  order: "asc" | "desc";
  apart: boolean; //: what one cause explains is not put into one group
}

const USUAL: Wanted = {
  state: "open",
  layer: "",
  status: "",
  district: "",
  q: "",
  longer_s: "",
  whose: "",
  period_h: "168",
  sort: "status",
  order: "desc",
  apart: false,
};
/** What narrows the list. */
export const FILTERS = ["layer", "status", "district", "q", "longer_s", "whose"] as const;

const among = <T extends string>(all: readonly T[], one: string | null, usual: T): T =>
  all.find((each) => each === one) ?? usual;

export function read(query: URLSearchParams): Wanted {
  const text = (name: keyof Wanted) => query.get(name) ?? (USUAL[name] as string);
  const state = among(STATES, query.get("state"), USUAL.state);
  return {
    state,
    layer: text("layer"),
    status: text("status"),
    district: text("district"),
    q: text("q"),
    longer_s: text("longer_s"),
    whose: text("whose"),
    period_h: text("period_h"),
    sort: among(SORTS, query.get("sort"), state === "open" ? "status" : "since"),
    order: query.get("order") === "asc" ? "asc" : "desc",
    apart: query.get("apart") === "true",
  };
}

/** What the server is asked for. */
export function asked(wanted: Wanted, now: Date): Record<string, string> {
  const { state, sort, order } = wanted;
  const query: Record<string, string> = { state, sort, order, group: String(!wanted.apart) };
  for (const filter of FILTERS) if (wanted[filter] && filter !== "whose") query[filter] = wanted[filter];
  Object.assign(query, BY_WHOSE[wanted.whose]);
  if (state === "past")
    query["after"] = new Date(now.getTime() - Number(wanted.period_h) * 3_600_000).toISOString();
  return query;
}

/** What one cause explains, itself included. */
export function membersOf(alarm: Alarm, wanted: Wanted, now: Date): Record<string, string> {
  const { id, opened_at } = alarm.because ?? alarm;
  return { ...asked(wanted, now), of: String(id), opened: opened_at, group: "false", limit: "1000" };
}

/** The alarm that is handled for all in a row: that of what explains them. */
export const causeOf = (alarm: Alarm): { id: number; name: string } =>
  alarm.members > 1 ? (alarm.because ?? alarm) : alarm;

/** Since when the latest of what is seen with an alarm lasts: itself, or what explains it. */
export const seenUntil = ({ opened_at, because }: Alarm): string =>
  because && because.opened_at > opened_at ? because.opened_at : opened_at;

/** Tells alarms apart: an asset may have had many. */
export const keyOf = ({ id, opened_at }: Alarm): string => `${id} ${opened_at}`;
