/** What the server says of the light of a town. */

import type { Aired, Location, Text } from "../../server/types";

export const KINDS = ["schedules", "programmes", "groups", "floors"] as const;
export type Kind = (typeof KINDS)[number];

export interface Definition {
  title: Text;
  [slot: string]: unknown;
}

export interface Rollout {
  stage: number; //: of SHARES
  state: "going" | "done" | "back";
  stage_at: string;
  ended_at?: string | null; //: when it went back or was done
  limits: { stage_h: number };
  why: Text;
}

export const SHARES = [0.1, 0.5, 1] as const;

/** Something that is written. */
export interface Written {
  name: string;
  definition: Definition;
  version: number;
  modified_at: string;
  source: string;
  makes_sense: boolean;
  lamps?: number;
  rollout?: Rollout | null;
}

export interface Choice {
  value: string;
  name: string | null;
  lamps: number;
}

export type Plan = Record<Kind, Written[]> & {
  lamps: number;
  choices: Record<"classes" | "streets" | "cabinets" | "feeders" | "models" | "districts", Choice[]>;
  usual_floors: Record<string, number>;
};

export type Cause = "manual" | "event" | "programme" | "sun";

export interface Turn {
  at: string;
  level: number;
  fade_s: number;
  cause: Cause;
  schedule: string;
  name: string;
  wished: number;
  floor: string;
}

export interface Cohort {
  class: string;
  schedules: string[];
  watts: number;
  lamps: number[];
  places: (Location | null)[];
  turns: Turn[];
}

export interface Night {
  day: string;
  timezone: string;
  from: string;
  to: string;
  dusk: string | null;
  dawn: string | null;
  kwh: number;
  kwh_year?: number;
  commands: number;
  cohorts: Cohort[];
  held?: { lamp: number; level: number | null; until: string }[];
  kept?: { lamps: number; confirmed: number }; //: that keep their programme
}

export interface Figures {
  kwh: number;
  kwh_year: number;
  commands: number;
}

export interface Change extends Night {
  before: Figures;
  after: Figures;
  changed: number;
}

/** A night of a programme in the week. */
export interface Day {
  day: string;
  from: string;
  to: string;
  dusk: string | null;
  dawn: string | null;
  on: string; //: the calendar that makes it special
  turns: { at: string; level: number; fade_s: number }[] | null; //: null where none is written
}

/** What a draft comes to; which of it depends on the kind. */
export interface Draft {
  week?: Day[];
  lifted?: { class: string; floor: string; level: number }[];
  count?: number;
  watts?: number;
  examples?: string[];
  absent?: string[]; //: lamps that a group names and that are not there
  places?: (Location | null)[];
  radio: Aired[]; //: the hardest switching of each connection in a week
}

export interface Version {
  at: string;
  version: number;
  value: Definition;
  deleted: boolean;
  source: string;
}

/** What a kilowatt-hour costs in the nights to come; null where nobody wrote it. */
export interface Price {
  currency: string; //: ISO 4217
  per_kwh: number | null;
}
