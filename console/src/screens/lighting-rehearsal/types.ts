/** What the server says of light that follows people, and of rehearsals. */

import type { Part } from "../../parts/form/grammar";
import type { Text } from "../../server/types";

export type Definition = Part & { title: Text };

/** A setting that is kept. */
export interface Setting {
  name: string;
  definition: Definition;
  version: number;
  lamps: number | null; //: null: it makes no sense any more
}

export interface Kept {
  settings: Setting[];
  groups: { name: string; title: Text }[];
  lamps: number; //: along streets
}

export interface Programme {
  name: string;
  definition: { title: Text } | null;
}

/** A way of light, as it is asked for. */
export type Light = { is: "always" } | { is: "was" } | { is: "schedules" } | { is: "programme"; name: string } | { is: "presence"; name: string };

/** What a way of light came to in a night. */
export interface Outcome {
  kwh: number;
  lit: number;
  asked: number;
  levels: number[];
}

export interface Night {
  day: string;
  dark_h: number;
  people: "seen" | "drawn";
  special: string[]; //: names of the calendars that make it a special one
  price: number | null;
  one: Outcome | null; //: null: nobody knows how it was
  other?: Outcome | null;
}

export interface Result {
  nights: Night[];
  night: string; //: whose levels are told
  lamps: number;
  along_streets: number;
  sensors: number;
  currency: string;
  kg_per_kwh: number | null;
  factor: string;
  counted: boolean;
}

export interface Asked {
  one: Light;
  other: Light | null;
  first: string;
  last: string;
  lamp: string;
  night: string | null;
}
