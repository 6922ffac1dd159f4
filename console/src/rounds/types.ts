/** Rounds of waste collection as the server tells them, and what may be said of one. */

import type { Location } from "../server/types";

export type Phase = "draft" | "released" | "driving" | "done" | "dropped";
export type Reason = "blocked" | "absent" | "damaged" | "contaminated" | "overfull" | "other";

export interface Stop {
  what: "depot" | "collect" | "unload" | "break";
  place: Location;
  arrives: string; //: ISO 8601
  leaves: string;
  containers?: string[]; //: URNs
  at?: string; //: URN of the depot or of where it unloads
  title?: string;
  level?: number; //: expected share of the volume
  chance?: number; //: that it overflows before the next chance to come
  load_l?: number; //: on the vehicle when it leaves
  load_kg?: number;
  locked?: boolean;
  because?: string[];
}

/** A round as lists show it. */
export interface Summary {
  name: string;
  version: number;
  day: string; //: YYYY-MM-DD
  plan: string;
  vehicle: string; //: URN
  vehicle_name: string;
  vehicle_at: { place: Location; at: string | null } | null; //: as it said last
  shift: string;
  driver: string; //: login
  mine: boolean;
  fraction: string;
  phase: Phase;
  moved_by: string | null;
  moved_at: string | null;
  starts: string | null;
  ends: string | null;
  began_at: string | null;
  ended_at: string | null;
  km: number;
  working_min: number;
  containers: number;
  done: number; //: containers of which something was said
  impossible: number;
  late_min: number | null;
}

export interface Rounds {
  rounds: Summary[];
  me: string;
  today: string;
}

/** What a driver has to know of a container. */
export interface Container {
  name: string;
  place: Location | null;
  full_at: string | null; //: as far as is foretold
  storedWasteKind: string | null;
  binCapacity: number | null; //: l
  accessSide: "left" | "right" | "any" | null;
  description: string | null;
}

/** Everything of a round. */
export interface Whole extends Summary {
  may_drive: boolean;
  stops: Stop[];
  path: Location[];
  driving_min: number;
  cost: number;
  of_containers: Record<string, Container>;
  of_places: Record<string, string>; //: names by URN
  deeds: (Deed & { by: string | null })[];
}

export type Deed = { id: string; at: string } & (
  | { kind: "began" | "paused" | "resumed" }
  | { kind: "arrived"; containers?: string[]; site?: string }
  | { kind: "emptied"; containers: string[]; before?: number; weight_kg?: number; photo?: string }
  | { kind: "impossible"; containers: string[]; reason: Reason; note?: string; photo?: string }
  | { kind: "unloaded"; site: string; weight_kg?: number }
  | { kind: "ended"; note?: string }
  | { kind: "takenBack"; of: string }
);

export type Verdict = "proven" | "unproven" | "word" | "unsaid" | "impossible" | "missed" | "open";

/** One container of a round, in all that is known of it. */
export interface Compared {
  container: string;
  name: string;
  stop: number | null;
  planned_at: string | null;
  claimed_at: string | null;
  claim: "" | "emptied" | "impossible";
  reason: "" | Reason;
  photo: string;
  weight_kg: number | null;
  seen_at: string | null;
  stood_from: string | null;
  stood_s: number;
  nearest_m: number | null;
  proofs: ("sensor" | "track" | "photo" | "weight")[];
  verdict: Verdict;
  late_min: number | null;
}

export interface Proof {
  round: Summary;
  containers: Compared[];
  counts: Partial<Record<Verdict, number>>;
  track: [longitude: number, latitude: number, at: string][];
  path: Location[];
  driven_km: number | null;
  planned_km: number;
  sensors: number;
  heard: number;
}

/** A point of the frontier: what a day would be like if one overflow cost so much. */
export interface Point {
  overflow_cost: number;
  km: number;
  overflows: number;
}

/** Kilometres against overflows, as the town saw them when it chose. */
export interface Drawn {
  day: string;
  points: Point[];
}
