/** What the ledger of collection tells. */

import type { Part } from "../../parts/form/grammar";
import type { Text } from "../../server/types";
import type { Replanned } from "../waste-sensors/types";

/** A number and both ends of the interval that holds the truth in 95 of 100 cases. */
export interface Uncertain {
  value: number;
  low: number;
  high: number;
}

export interface Line {
  before: Uncertain;
  now: Uncertain;
  saved: Uncertain;
  percent: Uncertain | null;
}

/** Of a thousand container-days; null: nobody counted. */
export interface Counted {
  before: number | null;
  now: number | null;
  total: number | null;
}

export interface Saving {
  outcome: "saved" | "open" | "lost";
  km: Line;
  hours: Line;
  litres: Line;
  co2_kg: Uncertain;
  money: Uncertain;
  costs: number;
  net: Uncertain;
  overflows: Counted;
  complaints: Counted;
}

export interface Told {
  first: string;
  last: string;
  currency: string;
  terms: { definition: Part; version: number };
  seen: string[];
  saving: Saving | null;
  sensors: Replanned;
  sentence: string | null;
}

export interface Contract {
  name: string;
  definition: { title: Text };
}

export const VERDICTS = ["agreed", "not_proven", "contradicted", "doubled", "price"] as const;
export type Verdict = (typeof VERDICTS)[number];

/** A line of an invoice: emptyings of a container, or a measure of a vehicle or of all. */
export interface Billed {
  line: number;
  day: string;
  price: number;
  container?: string; //: URN
  until?: string | null;
  per?: "tonne" | "km" | "round";
  quantity?: number;
  vehicle?: string; //: URN
}

export interface Checked {
  billed: Billed;
  verdict: Verdict;
  owed: number;
  disputed: number;
  evidence: string[];
}

export interface Invoice {
  currency: string;
  total: { billed: number; owed: number; disputed: number; lines: Partial<Record<Verdict, number>> };
  lines: Checked[];
  more: number;
  refused: { line: number; field: string; why: string }[];
}
