/** What the server says of reports, as mesto/operations/reports has it. */

import type { Panel } from "../../boards/types";
import type { Tag } from "../../language/language.svelte";
import type { Text } from "../../server/types";

export const UNITS = ["day", "week", "month", "quarter", "year"] as const;
export type Unit = (typeof UNITS)[number];
export type Format = "pdf" | "xlsx";

export interface Between {
  first: string; //: days, both included
  last: string;
}

export interface Schedule {
  every: Unit;
  at: string; //: HH:MM by the clock of the town
  weekday: number; //: 1 is Monday
  day: number;
  calendar: string; //: only on its days; empty: on any
}

export interface Definition {
  title: Text;
  languages: Tag[];
  panels: Panel[];
  period: Unit | Between;
  compare: "before" | "weekday";
  schedule: Schedule | null;
  recipients: string[];
  formats: Format[];
  role: string;
  keep_days: number;
}

export interface Report {
  name: string;
  definition: Definition;
  version: number; //: 0: not kept yet
  source?: string;
  readable: boolean; //: whether who asks sees what its role sees
  times: string[]; //: when it is due next
  problem?: string;
}

export interface Listed {
  reports: Report[];
  ready: { name: string; definition: Definition }[];
  roles: { name: string; title: Record<string, string> }[];
  timezone: string;
}

export interface Foretold {
  first: string;
  last: string;
  times: string[];
}

/** A report as its paper shows it, said in one language. */
export interface Page {
  language: string;
  title: string;
  town: string;
  made: string;
  facts: [name: string, value: string][];
  sections: ({ title: string; note: string } & Part)[];
}

type Part =
  | { kind: "texts"; texts: string[] }
  | { kind: "figure"; figure: string; text: string }
  | { kind: "grid"; heads: string[]; numeric: boolean[]; rows: string[][] }
  | ({ kind: "chart" } & Plot);

/** A chart: across in places of its values, up from 0 to 1. */
export interface Plot {
  text: string; //: its number in words
  bars: boolean;
  unit: string;
  count: number;
  zero: number;
  marks: [share: number, said: string][];
  labels: [at: number, said: string][];
  lines: [at: number, share: number][][];
}

export interface Previewed {
  page: Page | null; //: null: figures are still being counted
  left_hours: number; //: of figures that are still being counted
}

export interface Run {
  id: string;
  first: string;
  end: string; //: the day after the last
  asked_at: string;
  asked_by: string;
  state: "waiting" | "counting" | "made" | "failed";
  says: Text; //: why it failed, by language
  left_hours: number;
  made_at: string | null;
  files: { name: string; kind: string; language: string; size: number }[];
}
