/** A work order as the server tells it, and what may be said of it. */

import type { Text } from "../server/types";

export type State = "open" | "inProgress" | "paused" | "done" | "checked" | "cancelled";
export type Priority = "low" | "normal" | "high" | "urgent";

/** One of many things said of an order. */
export interface One<T> {
  id: string;
  says: T;
  by: string | null; //: person:LOGIN; null where it waits to be sent
  at: string; //: when it was said, ISO 8601
  waits?: boolean; //: whether the server does not know it yet
  clock_ahead_s?: number; //: by so much the time was put right
}

export interface Summary {
  id: string;
  urn: string;
  title: string;
  priority: Priority;
  state: State;
  state_at: string;
  clock_ahead_s?: number; //: of the device by which it came into this state; the time was put right
  assigned: string; //: crew:NAME, person:LOGIN, or nobody
  due_at: string | null;
  asset: string | null;
  asset_id: number | null;
  asset_name: string;
  location: [number, number] | null; //: degrees, longitude first
  items: number;
  items_done: number;
}

/** People who work together. */
export interface Crew {
  title: string;
  members: string[]; //: logins
  services: string[]; //: names of what they mend; none: all
}

/** What people wrote; 0 is the version of what there is not yet. */
export interface Written<D> {
  name: string;
  definition: D;
  version: number;
}

/** What one is told of all orders. */
export interface Work<S extends Summary = Summary> {
  orders: S[];
  crews: Written<Crew>[];
  services: { name: string; title: Text }[]; //: of the town
  me: string; //: person:LOGIN
}

export interface Order extends Summary {
  description: string;
  reason: string; //: of its last move
  origin: "alarm" | "report" | "plan" | "hand";
  checklistItem: (One<string> & {
    done: boolean;
    done_by: string | null;
    wants?: { what: "photo" | "number"; unit: string } | null; //: beside the tick
    number?: number | null; //: what was measured
  })[];
  note: One<string>[];
  photo: One<{ digest: string; caption: string }>[];
  timeSpent: One<number>[]; //: minutes
  materialUsed: One<{ name: string; amount: number; unit: string }>[];
  signature: One<{ name: string; digest: string }>[];
}

export type Said = { at: string } & (
  | { kind: "move"; to: State; reason?: string }
  | { kind: "assign"; to: string }
  | { kind: "tick"; id: string; done: boolean; number?: number }
  | { kind: "note"; id: string; text: string }
  | { kind: "photo"; id: string; digest: string; caption: string }
  | { kind: "time"; id: string; minutes: number }
  | { kind: "material"; id: string; name: string; amount: number; unit: string }
  | { kind: "signature"; id: string; name: string; digest: string }
);
