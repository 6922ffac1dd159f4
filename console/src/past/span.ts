/** Spans of time, and how a bar of time shows them. */

import type { Zone } from "../history/zone";

export interface Span {
  from: Date;
  to: Date;
}

export const span_ms = ({ from, to }: Span): number => to.getTime() - from.getTime();

/** Where the window of the bar ends: where it ended, unless the moment lies outside. */
export function windowAround(moment: Date, end: Date, range_ms: number, now: Date): Date {
  const shown = end.getTime() - range_ms <= moment.getTime() && moment <= end;
  if (shown) return end;
  return new Date(Math.min(now.getTime(), moment.getTime() + range_ms / 2));
}

/** How long a bar is for a range: a quarter of an hour for a day, a day for a quarter of a year. */
export function step_s(range_h: number): number {
  return { 24: 900, 168: 7_200, 720: 28_800 }[range_h] ?? 86_400;
}

/** Begin a bar where the clock of a zone is round, so that bars stay put while time goes on. */
export function roundedStart(start: Date, step_s: number, zone: Zone): Date {
  const start_s = start.getTime() / 1000;
  const ahead_s = zone.offset(start_s);
  return new Date((Math.floor((start_s + ahead_s) / step_s) * step_s - ahead_s) * 1000);
}

/** What lies between spans, within one. */
export function gaps(spans: Span[], within: Span): Span[] {
  const edges = [within.from, ...spans.flatMap(({ from, to }) => [from, to]), within.to];
  const found: Span[] = [];
  for (let at = 0; at < edges.length; at += 2) {
    const from = new Date(Math.max(edges[at]!.getTime(), within.from.getTime()));
    const to = new Date(Math.min(edges[at + 1]!.getTime(), within.to.getTime()));
    if (to > from) found.push({ from, to });
  }
  return found;
}
