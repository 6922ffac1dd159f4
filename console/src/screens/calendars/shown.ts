/** Spans of time as stripes of days, by the clock of a town. Pure. */

import type { Days } from "./types";

const HOUR_MS = 3_600_000;

export interface Strip {
  day: string; //: e.g. 2026-12-24
  noon: Date;
  held: number[]; //: of each hour that the clock shows, 0 to 23, the share in [0, 1]
  holidays: string[];
}

/** Cut what a calendar says into days; an hour that is shown twice counts as one. */
export function stripsOf({ from, to, timezone, spans, holidays }: Days): Strip[] {
  const clock = new Intl.DateTimeFormat("en-CA", { timeZone: timezone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", hourCycle: "h23" });
  const strips = new Map<string, Strip>();
  const first_ms = Math.floor(Date.parse(from) / HOUR_MS) * HOUR_MS;
  for (let at_ms = first_ms; at_ms < Date.parse(to); at_ms += HOUR_MS) {
    const said = Object.fromEntries(clock.formatToParts(at_ms).map(({ type, value }) => [type, value]));
    const day = `${said.year}-${said.month}-${said.day}`;
    const strip = strips.get(day) ?? { day, noon: new Date(`${day}T12:00:00Z`), held: Array<number>(24).fill(0), holidays: namesOn(day, holidays) };
    strip.held[Number(said.hour)] = shareOf(at_ms, spans);
    strips.set(day, strip);
  }
  return [...strips.values()];
}

const namesOn = (day: string, holidays: Days["holidays"]) =>
  holidays.filter((one) => one.day === day).map(({ country, name }) => `${name} (${country})`);

/** Which share of an hour lies in spans. */
function shareOf(at_ms: number, spans: Days["spans"]): number {
  const parts = spans.map(({ start, end }) =>
    Math.max(0, Math.min(Date.parse(end), at_ms + HOUR_MS) - Math.max(Date.parse(start), at_ms)),
  );
  return Math.min(1, parts.reduce((sum, part) => sum + part, 0) / HOUR_MS);
}
