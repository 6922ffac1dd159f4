/** Which sensors are shown, and in which order. Pure. */

import type { Sensor } from "./types";

export const SORTS = ["urgent", "worth", "battery", "name"] as const;
export type Sort = (typeof SORTS)[number];

export interface Wanted {
  words: string;
  kind: string; //: of fault; `wrong`: any; empty: all sensors
  verdict: string; //: empty: all
  sort: Sort;
}

/** Keep what is wanted, in its order; `called` says the name of a sensor's container. */
export function sensorsFor(wanted: Wanted, sensors: readonly Sensor[], called: (sensor: Sensor) => string): Sensor[] {
  const words = wanted.words.trim().toLocaleLowerCase();
  return sensors
    .filter((one) => !words || called(one).toLocaleLowerCase().includes(words))
    .filter(({ found }) => !wanted.kind || (wanted.kind === "wrong" ? found !== null : found?.kind === wanted.kind))
    .filter(({ verdict }) => !wanted.verdict || verdict === wanted.verdict)
    .toSorted((one, other) => ORDERS[wanted.sort](one, other) || called(one).localeCompare(called(other)));
}

/** What is left of its worth when its fee is paid; unknown is neither. */
export const netOf = ({ worth, fee }: Sensor): number | null => (worth === null || fee === null ? null : worth.month - fee);

const AT_ONCE = ["fire", "tippedOver", "moved", "batteryEmpty", "silent"]; //: the most urgent first

function urgency({ found }: Sensor): number {
  if (!found) return AT_ONCE.length + 1;
  const place = AT_ONCE.indexOf(found.kind);
  return place < 0 ? AT_ONCE.length : place;
}

const last = (value: number | null) => value ?? Infinity;
const begins = (sensor: Sensor) => (sensor.battery ? Date.parse(sensor.battery.ends) : null);

const ORDERS: Record<Sort, (one: Sensor, other: Sensor) => number> = {
  urgent: (one, other) => urgency(one) - urgency(other) || (other.found?.confidence ?? 0) - (one.found?.confidence ?? 0),
  worth: (one, other) => compared(last(netOf(one)), last(netOf(other))),
  battery: (one, other) => compared(last(begins(one)), last(begins(other))),
  name: () => 0,
};

const compared = (one: number, other: number) => (one === other ? 0 : one - other);
