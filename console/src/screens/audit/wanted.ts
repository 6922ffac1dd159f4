/** Which acts are asked for, as the address says it. */

import type { Zone } from "../../history/zone";

export const FILTERS = ["who", "verb", "about", "from", "to"] as const;
export type Filter = (typeof FILTERS)[number];

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Turn filters into what the server is asked; days are whole ones by the town's clock. */
export function asked(query: URLSearchParams, zone: Zone): Record<string, string> {
  const said: Record<string, string> = {};
  for (const name of ["who", "verb", "about"] as const) {
    const value = query.get(name)?.trim();
    if (value) said[name] = value;
  }
  const [from_s, to_s] = [beginOf(query.get("from"), zone), beginOf(query.get("to"), zone)];
  if (from_s !== null) said.since = isoAt(from_s);
  if (to_s !== null) said.before = isoAt(zone.later(to_s, 1));
  return said;
}

const beginOf = (day: string | null, zone: Zone) => (day && DAY.test(day) ? zone.fieldTime(`${day}T00:00`) : null);
const isoAt = (at_s: number) => new Date(at_s * 1000).toISOString();
