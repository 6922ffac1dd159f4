/** What the ledger of lighting tells. */

import type { Text } from "../../server/types";

/** A number and both ends of the interval that holds the truth in 95 of 100 cases. */
export interface Uncertain {
  value: number;
  low: number;
  high: number;
}

export interface Ledger {
  option: "A" | "B" | "C" | "none"; //: of IPMVP
  actual: Uncertain; //: kWh
  metered_share: number;
  baseline: Uncertain | null;
  saving: Uncertain | null;
  saving_percent: Uncertain | null;
  money: Uncertain | null;
  costs: number;
  net: Uncertain | null;
  co2_kg: Uncertain | null;
  lamps: number;
  dark_h: number;
  outage_lamp_h: number;
}

export interface Month extends Ledger {
  month: string; //: 2026-01
}

export interface Site {
  urn: string;
  name: string;
  district: string;
  lamps: number;
  meter: "cabinet" | "lamps" | "";
  metered_kwh: number;
  computed_kwh: number;
}

export interface Gap {
  about: string;
  number: number;
  where: string;
}

export interface Owed {
  likely: number;
  least: number;
  most: number;
}

export interface Verdict {
  outcome: "kept" | "missed" | "open" | "unmeasured";
  achieved: Uncertain;
  enough: number;
  worked: string; //: the clause with its numbers put in
  penalty: Owed | null;
  bonus: Owed | null;
}

export type Definition = Record<string, unknown>;

export interface Contract {
  name: string;
  definition: Definition & { title: Text; unit: "kWh" | "%" | "money" };
  version: number;
  problem: string;
  ledger: Ledger | null;
  verdict: Verdict | null;
}

export interface Told {
  at: string; //: it was reckoned
  first: string;
  last: string;
  currency: string;
  terms: { definition: Definition; version: number };
  factor: { kg_per_kwh: number; year: number; source: string } | null;
  quantities: string[];
  outcomes: string[];
  programmes: { name: string; definition: { title?: Text } | null }[];
  whole: Ledger;
  months: Month[];
  sites: Site[];
  gaps: Gap[];
  contracts: Contract[];
}

export interface Street {
  urn: string;
  name: string;
  lighting_class: string;
  lamps: number;
  power_density: number | null; //: W/(lx·m²)
  energy_a_year: number; //: kWh/m²
}
