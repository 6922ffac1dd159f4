/** Work orders and crews as the office sees them. */

import type { Text } from "../../server/types";
import type { Priority, State, Summary } from "../../work-orders/types";

export type OrderType = "repair" | "inspection" | "maintenance" | "cleaning" | "installation";
export type Origin = "alarm" | "report" | "plan" | "hand";

export interface Listed extends Summary {
  type: OrderType;
  origin: Origin;
  cause: string | null; //: URN of the alarm, report or plan it comes from
  alarm: number | null; //: it comes from, while a rule raises it
  reason: string; //: of its last move
  opened_at: string;
  district: string;
  asset_id: number | null;
  also: string[]; //: URNs of further assets
}

/** One thing on a list that is ticked off. */
export interface Step {
  text: Text;
  wants: "" | "photo" | "number"; //: what is to be told beside the tick
  unit: string; //: of the number
}

/** Steps in their order, and what they are for; what is left empty is any. */
export interface Checklist {
  title: Text;
  steps: Step[];
  work: OrderType[];
  types: string[]; //: of assets
  services: string[]; //: to which those belong
  where?: Record<string, string[]>; //: by attribute, one of what an asset says; a remembered answer may lack it
}

export interface Recipient {
  who: string; //: person:LOGIN or crew:NAME
  title: string;
}

/** What the office says of an order. */
export type Said = { at: string } & (
  | { kind: "move"; to: State; reason: string }
  | { kind: "assign"; to: string }
  | { kind: "plan"; priority?: Priority; due_at?: string | null }
);

/** A new order, as the server takes it. */
export interface Opening {
  at: string;
  title: string;
  description: string;
  type: OrderType;
  priority: Priority;
  due_at: string | null;
  to: string;
  origin: Origin;
  because: string; //: URN
  about: string; //: URN of its asset
  also: string[];
  location: { type: "Point"; coordinates: [longitude: number, latitude: number] } | null;
  checklist: { at: string; id: string; text: string; wants?: Step["wants"]; unit?: string }[];
}

export const STATES = ["open", "inProgress", "paused", "done", "checked", "cancelled"] as const;
export const PRIORITIES = ["urgent", "high", "normal", "low"] as const;
export const TYPES = ["repair", "inspection", "maintenance", "cleaning", "installation"] as const;
