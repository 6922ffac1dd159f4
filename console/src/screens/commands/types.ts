/** What the server says of orders to many, and of interlocks. */

import type { Aired, Layer, Text } from "../../server/types";

/** What becomes of each of many, in the order in which it does. */
export const LIVES = ["waiting", "asked", "sent", "confirmed", "failed", "refused", "cancelled"] as const;
export type Life = (typeof LIVES)[number];

export interface Bulk {
  id: string;
  ends: boolean; //: it ends what another one began
  type: string;
  order: string;
  wish: unknown; //: what people chose
  until: string | null;
  note: string;
  by: string;
  own: boolean; //: of who looks
  asked_at: string;
  why: Text; //: a second person is asked
  state: "waiting" | "running" | "done" | "stopped" | "refused" | "expired";
  expires_at: string | null;
  decided_by: string;
  reason: string;
  counts: Partial<Record<Life, number>>;
  held: number; //: so many it holds still
}

/** One with the reasons why some got nothing. */
export interface WholeBulk extends Bulk {
  troubles: { life: Life; says: Text; count: number; some: { id: number; name: string }[] }[];
}

/** Assets of one type. */
export interface OfType {
  layer: Layer;
  ids: number[];
}

/** What would become of an order to many. */
export interface Weighed {
  get: number;
  may: number;
  of: number;
  against: { says: Text; count: number }[];
  asks: Text;
  radio: Aired[];
}

export interface Rule {
  commands: string[];
  types?: string[];
  when: string;
  says: Text;
  asks?: boolean;
}

export interface Interlock {
  name: string;
  definition: Rule;
  version: number;
  modified_at: string | null;
  source: string;
}

export const sizeOf = ({ counts }: Bulk): number => Object.values(counts).reduce((sum, n) => sum + n, 0);
