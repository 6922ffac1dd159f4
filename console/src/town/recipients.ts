/** Who can be told of things, and whom alarms can be assigned to, as the server says it. */

import type { Text } from "../server/types";

/** Before the colon of who somebody is. */
export const KINDS = ["person", "role", "crew", "duty", "channel"] as const;
export type Kind = (typeof KINDS)[number];

export interface Recipient {
  who: string;
  title: Text;
}

export const kindOf = (who: string): string => who.split(":", 1)[0]!;
