/** Which time a chart shows, and how it is moved. Times are seconds since 1970. */

import type { Zone } from "./zone";

/** [from, to) */
export interface Period {
  from_s: number;
  to_s: number;
}

/** What a chart is compared with: the same time a week ago, or the days just before. */
export type Compare = "week" | "before";

const DAY_S = 86_400;
const WEEK_D = 7;
export const SHORTEST_S = 60;
export const LONGEST_S = 40 * 365 * DAY_S;

/** Ranges up to now, by their name in the address. */
export const RANGES = { "24h": 1, "7d": 7, "30d": 30, "90d": 90, "1y": 365 } as const;
export type Range = keyof typeof RANGES;
export const isRange = (name: string | null): name is Range => name !== null && name in RANGES;

export const spanOf = ({ from_s, to_s }: Period): number => to_s - from_s;

/** The days up to now, by the clock of a town. */
export function upTo(now_s: number, range: Range, zone: Zone): Period {
  return { from_s: zone.later(now_s, -RANGES[range]), to_s: now_s };
}

/** Show less (share below 1) or more of the time, around a moment that stays in place. */
export function zoomed(period: Period, share: number, about_s: number): Period {
  const span_s = Math.min(LONGEST_S, Math.max(SHORTEST_S, spanOf(period) * share));
  const place = (about_s - period.from_s) / spanOf(period);
  const from_s = about_s - place * span_s;
  return { from_s, to_s: from_s + span_s };
}

/** Move by a share of what is shown; later is positive. */
export function panned(period: Period, share: number): Period {
  const by_s = share * spanOf(period);
  return { from_s: period.from_s + by_s, to_s: period.to_s + by_s };
}

/** Keep a period out of the future, whole if possible. */
export function until(latest_s: number, period: Period): Period {
  const over_s = Math.max(0, period.to_s - latest_s);
  return { from_s: period.from_s - over_s, to_s: period.to_s - over_s };
}

/** How many days back the other line begins; whole days, so that mornings meet. */
export function daysBack(compare: Compare, period: Period): number {
  return compare === "week" ? WEEK_D : Math.max(1, Math.ceil(spanOf(period) / DAY_S - 0.05));
}

/** A period some days ago by the clock of a town. */
export function daysAgo(period: Period, days: number, zone: Zone): Period {
  return { from_s: zone.later(period.from_s, -days), to_s: zone.later(period.to_s, -days) };
}
