/** What the server tells of the sensors of containers. */

import type { Text } from "../../server/types";

export type Verdict = "pays" | "doesNot" | "notKnown";

export interface Found {
  kind: string;
  action: string;
  since: string; //: ISO 8601
  confidence: number; //: share
  cause: Text; //: the evidence, and what to do
  other: string; //: URN of the container it was swapped with
}

/** In the town's currency a month; in eight of ten cases from low to high. */
export interface Worth {
  month: number;
  low: number;
  high: number;
  currency: string;
  plans: Plans | null; //: null: by how well a level is guessed alone
}

/** What readings changed in plans of past weeks that were made again; a month. */
export interface Plans {
  weeks: number;
  km: number;
  minutes: number;
  visits: number;
  overflow_days: number;
  by_spread: number | null; //: what it would be worth by how well a level is guessed
}

export interface Sensor {
  urn: string;
  id: number; //: of its container
  name: Text;
  fraction: string;
  level: number | null;
  charge: number | null; //: share
  battery: { ends: string; low: string; high: string } | null;
  found: Found | null;
  worth: Worth | null;
  fee: number | null; //: a month, its price shared out
  verdict: Verdict;
}

export interface Totals {
  sensors: number;
  wrong: number;
  pays: number;
  does_not: number;
  not_known: number;
  priced: number; //: whose fee is known
  valued: number; //: whose worth is known
  cost: number; //: since the year began
  month: number; //: saved since the year began
  low: number;
  high: number;
  currency: string;
}

/** What all sensors saved a month; in eight of ten cases from low to high. */
export interface Together {
  first: string; //: day
  weeks: number;
  sensors: number;
  money: number;
  low: number;
  high: number;
  km: number;
  minutes: number;
  overflow_days: number;
  currency: string;
}

/** Plans made again, with readings and without. */
export interface Replanned {
  progress: number | null; //: share; null: never begun
  together: Together | null;
}

export interface Told {
  replanned: Replanned;
  sensors: Sensor[];
  kinds: Record<string, Text>;
  totals: Totals;
}

export type Point = [at_s: number, value: number];

export interface Mark {
  at_s: number;
  sign: "emptied" | "neighbours" | "seen" | "floor" | "begin" | "impossible" | "hot";
  read?: number;
  should?: number;
}

export interface Course {
  name: string;
  levels: Point[];
  corrected: [at_s: number, value: number | null][];
  temperatures: Point[];
  batteries: Point[];
  emptied: number[]; //: seconds since 1970
  seen: Point[];
  strange: number; //: readings that cannot be
  marks: Mark[];
  diagnosis: Found | null;
}
