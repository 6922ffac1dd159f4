/** Where a time axis has its marks, by the clock of a town. */

import type { Period } from "./period";
import { spanOf } from "./period";
import type { Zone } from "./zone";

/** How a mark is written: a time of day, one shown twice, a date, a month or a year. */
export type Shape = "time" | "twice" | "date" | "month" | "year";

export interface Tick {
  at_s: number;
  shape: Shape;
}

const MINUTE_S = 60;
const HOUR_S = 3_600;
const DAY_S = 86_400;

const SHORT_S = [1, 2, 5, 10, 15, 30, 60].map((minutes) => minutes * MINUTE_S);
const HOURS = [2, 3, 6, 12];
const DAYS = [1, 2, 7, 14];
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120];
const MONTH_S = 30.4 * DAY_S;

/** Return at most about so many marks, at round times. */
export function ticks(period: Period, zone: Zone, most: number): Tick[] {
  const wide = (step_s: number) => spanOf(period) / step_s <= most;
  const short = SHORT_S.find(wide);
  if (short) return minutes(period, zone, short);
  const hours = HOURS.find((h) => wide(h * HOUR_S));
  const inside = ({ at_s }: Tick) => period.from_s <= at_s && at_s < period.to_s;
  if (hours) return days(period, zone, 1).flatMap((day) => within(day, zone, hours)).filter(inside);
  const step = DAYS.find((d) => wide(d * DAY_S));
  if (step) return days(period, zone, step).map(dated).filter(inside);
  return months(period, zone, MONTHS.find((m) => wide(m * MONTH_S)) ?? MONTHS.at(-1)!);
}

const dated = (at_s: number): Tick => ({ at_s, shape: "date" });

/** Up to an hour apart: every one of them, also in the hour that comes twice. */
function minutes(period: Period, zone: Zone, step_s: number): Tick[] {
  const found: Tick[] = [];
  const stride_s = [5 * MINUTE_S, MINUTE_S].find((s) => step_s % s === 0)!; // clocks are off by quarters of an hour
  for (let at_s = Math.ceil(period.from_s / stride_s) * stride_s; at_s < period.to_s; at_s += stride_s)
    if ((at_s + zone.offset(at_s)) % step_s === 0) found.push(mark(at_s, zone));
  return found;
}

function mark(at_s: number, zone: Zone): Tick {
  if (zone.midnight(at_s) === at_s) return { at_s, shape: "date" };
  return { at_s, shape: zone.twice(at_s) ? "twice" : "time" };
}

/** Midnights, every so many days counted from a Monday. */
function days(period: Period, zone: Zone, step: number): number[] {
  const found: number[] = [];
  let at_s = zone.midnight(period.from_s);
  while (step > 1 && Math.floor((at_s + zone.offset(at_s)) / DAY_S - 4) % step !== 0) at_s = zone.later(at_s, -1);
  for (; at_s < period.to_s; at_s = zone.later(at_s, step)) found.push(at_s);
  return found;
}

/** Hours of a day by its clock, whether it has 23, 24 or 25 of them. */
function within(day_s: number, zone: Zone, hours: number): Tick[] {
  const wall = zone.wall(day_s);
  return Array.from({ length: 24 / hours }, (_, n) => {
    const at_s = zone.at({ ...wall, hour: n * hours });
    return { at_s, shape: n === 0 ? "date" : "time" };
  });
}

function months(period: Period, zone: Zone, step: number): Tick[] {
  const found: Tick[] = [];
  const begun = zone.wall(period.from_s);
  const first = { ...begun, day: 1, hour: 0, minute: 0, second: 0 };
  let count = Math.floor((begun.year * 12 + begun.month - 1) / step) * step;
  for (; ; count += step) {
    const at_s = zone.at({ ...first, year: Math.floor(count / 12), month: (count % 12) + 1 });
    if (at_s >= period.to_s) return found;
    if (at_s >= period.from_s) found.push({ at_s, shape: count % 12 === 0 ? "year" : "month" });
  }
}
