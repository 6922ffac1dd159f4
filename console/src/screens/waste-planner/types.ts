/** Plans of waste collection as the server tells them. */

import type { Location } from "../../server/types";
import type { Phase, Stop } from "../../rounds/types";

export interface Totals {
  rounds: number;
  stops: number;
  containers: number;
  km: number;
  driving_min: number;
  working_min: number;
  load_l: number;
  load_kg: number;
  litres: number;
  co2_kg: number;
  cost: number;
  overflows: number;
  overflow_cost: number;
}

/** Somebody gave a container to a vehicle. */
export interface Move {
  container: string;
  vehicle: string;
  after?: string;
}

/** What people want of a plan. */
export interface Orders {
  lock?: string[];
  ban?: string[];
  moves?: Move[];
  down?: string[];
}

export interface Change extends Orders {
  free?: string[];
  up?: string[];
}

export interface Policy {
  overflow_cost: number;
  km_cost: number;
  hour_cost: number;
  currency: string;
}

/** The policy that holds; version 0: nobody has written one. */
export interface Holding {
  definition: Policy & Record<string, unknown>;
  usual: Policy;
  version: number;
}

export interface Plan {
  day: string;
  made_at: string;
  by?: string;
  policy: Policy;
  factor?: number;
  orders?: Orders;
  rounds?: string[];
  totals?: Totals;
  unknown?: { what: string; about?: string[]; why?: unknown }[];
  estimated?: boolean;
  left?: Record<string, string>; //: why containers are out, by URN
}

/** A round of a plan. */
export interface Planned {
  name: string;
  version: number;
  round: {
    day: string;
    plan: string;
    vehicle: string;
    driver?: string;
    shift?: string;
    fraction: string;
    phase?: Phase;
    stops: Stop[];
    km: number;
    working_min?: number;
    cost?: number;
    path?: Location[];
  };
}

export interface Shown {
  name: string;
  version: number;
  plan: Plan;
  rounds: Planned[];
  vehicles: Record<string, { name: string; volume_l: number; load_kg: number }>;
}

export interface Listed {
  name: string;
  version: number;
  day: string;
  made_at: string;
  by: string;
  totals: Totals;
  factor: number;
}

export interface Why {
  container: string;
  planned: boolean;
  reason: string;
  chance?: number;
  level?: number;
  prize?: number;
  detour_m?: number | null;
  detour_cost?: number;
  currency: string;
}

export interface Against {
  one: string;
  other: string;
  currency: string;
  figures: Partial<Record<keyof Totals, { one: number; other: number; more: number }>>;
  stops: { only_one: string[]; only_other: string[]; moved: { container: string; one: string; other: string }[] };
}
