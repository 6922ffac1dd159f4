/** How a scenario is written, and what the server says of those there are. */

import type { Part } from "../../parts/form/grammar";
import type { Text } from "../../server/types";

export const STAGES = ["draft", "watching", "active", "off"] as const;
export type Stage = (typeof STAGES)[number];

export interface Scope {
  types?: string[];
  districts?: string[];
  urns?: string[];
  where?: string;
}

export interface Definition {
  title: Text;
  about?: Text;
  owner?: string;
  scope?: Scope;
  triggers: Part[];
  conditions?: Part[];
  actions: Part[];
  limits?: { an_hour?: number; rest_s?: number };
}

export const EMPTY: Definition = { title: {}, scope: {}, triggers: [], conditions: [], actions: [] };

export interface Listed {
  name: string;
  title: Text | null;
  stage: Stage;
  stage_at: string | null;
  stage_by: string;
  reason: Text | null; //: why it was switched off by itself
  version: number; //: of its definition
  modified_at: string | null;
  source: string;
  problem: { detail: string; place: (string | number)[] } | null;
}

/** One of the list. */
export interface Row extends Listed {
  next_at: string | null; //: when a clock or the sun sets it off
  lately: { last_at: string | null; runs: number; failures: number } | null; //: in 30 days; null: who asks may not know
}

export interface Scenario extends Listed {
  definition: Definition;
}

/** How it was written, or set to work, at a time. */
export interface Version {
  at: string;
  version: number;
  what: "definition" | "stage" | "type";
  value: unknown;
  deleted: boolean;
  source: string;
}

//: done, watched: what became of it; resting, spent: its limits forbade it
export type Outcome = "acts" | "not_so" | "elsewhere" | "failed" | "round" | "done" | "watched" | "resting" | "spent";

/** What a scenario decided about something that happened, and why. */
export interface Decision {
  run: string;
  version: number;
  trigger: number;
  entity: string; //: URN; empty: the town
  at: string;
  outcome: Outcome;
  why: string;
  checks: { place: (string | number)[]; said: string; holds: boolean; why: string }[];
  effects: ({ place: (string | number)[]; does: string } & Record<string, unknown>)[];
  waits_until: string | null;
  value: unknown; //: what was observed
  by: string; //: who set it off, where somebody did
}
