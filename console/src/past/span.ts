/** Spans of time, and how a bar of time shows them. */

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

/** Begin a bar where clocks are round, so that bars stay put while time goes on. */
export function roundedStart(start: Date, step: number): Date {
  const step_ms = step * 1000;
  const offset_ms = start.getTimezoneOffset() * 60_000;
  return new Date(Math.floor((start.getTime() - offset_ms) / step_ms) * step_ms + offset_ms);
}

/** Moments to write below a bar: round hours or days, so many that they have room. */
export function ticks({ from, to }: Span, most: number): Date[] {
  const hours = [1, 2, 3, 6, 12, 24, 48, 96, 168, 336].find(
    (step) => span_ms({ from, to }) / (step * 3_600_000) <= most,
  );
  const step_ms = (hours ?? 720) * 3_600_000;
  const found: Date[] = [];
  for (let at = roundedStart(from, step_ms / 1000).getTime() + step_ms; at <= to.getTime(); at += step_ms)
    found.push(new Date(at));
  return found;
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
