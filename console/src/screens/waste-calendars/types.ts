/** Days of collection as they are written. */

import type { Part } from "../../parts/form/grammar";
import type { Text } from "../../server/types";

export type Definition = Part & { title: Text; weekdays: number[] };

export interface Calendar {
  name: string;
  definition: Definition;
  version: number;
  makes_sense: boolean;
}

export interface Collection {
  day: string;
  planned: string;
}
