/** Panels and their answers, as mesto/kernel/panel.py and mesto/web/boards.py have them. */

import type { FoundAsset, Text } from "../server/types";
import type { NAMES } from "../town/statuses";

export type StatusName = (typeof NAMES)[number];
export type Aggregate = "mean" | "sum" | "max" | "min" | "integral" | "count" | "share";
export type Period = "now" | "day" | "week" | "month" | "quarter" | "year";
export type Goal = "safe" | "clean" | "mobile" | "thrifty";

export interface Filter {
  attribute: string;
  by: "==" | "!=" | "<" | "<=" | ">" | ">=";
  value: boolean | number | string;
}

export interface Measure {
  types?: string[];
  where?: Filter[];
  attribute?: string;
  entity?: string;
  above?: number | null;
  below?: number | null;
  statuses?: StatusName[];
}

export interface Place {
  x: number;
  y: number;
  w: number;
  h: number;
}

interface Common {
  title?: Text;
  place?: Place | null;
}

export interface Asking extends Common {
  measure: Measure;
  aggregate?: Aggregate;
  period?: Period;
  unit?: string | null;
  scale?: number | null;
  digits?: number | null;
}

export interface NumberPanel extends Asking {
  kind: "number";
}

export interface Kpi extends Asking {
  kind: "kpi";
  name?: string;
  goal: Goal;
  better: "more" | "less";
  target?: number | null;
}

export interface ChartPanel extends Asking {
  kind: "chart";
}

export interface TablePanel extends Common {
  kind: "table";
  types?: string[];
  where?: Filter[];
  statuses?: StatusName[];
  by?: "asset" | "type" | "district";
  attributes?: string[];
  order?: string;
  descending?: boolean;
  limit?: number;
}

export interface MapPanel extends Common {
  kind: "map";
  types?: string[];
}

export interface TextPanel extends Common {
  kind: "text";
  text: Text;
}

export type Panel = NumberPanel | Kpi | ChartPanel | TablePanel | MapPanel | TextPanel;
export type Kind = Panel["kind"];

/** What people keep of a board; other fields of it stay as they are. */
export interface Definition {
  panels: Panel[];
}

export interface ServiceBoard {
  name: string;
  title: Text;
  icon: string;
  domain: string;
  panels: Panel[];
}

export interface Boards {
  timezone: string;
  boards: ServiceBoard[];
}

export interface NumberAnswer {
  value: number | null;
  before: number | null;
  before_from: string;
  from?: string;
  to?: string;
  entities: number;
  silent?: number;
  last: string | null; //: when anything was heard last
  counting: number; //: hours of the past that are not counted yet
  spark: { t: number[]; value: (number | null)[] };
  target?: number | null;
}

export interface ChartAnswer {
  from: string;
  to: string;
  step_s: number;
  t: number[];
  mean: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
  last: string | null;
  counting: number;
}

export type Counts = [ok: number, warning: number, critical: number, offline: number, maintenance: number];
export interface AssetRow extends FoundAsset {
  since: string;
  cause?: Text;
  values: ({ value: unknown; unit: string | null } | null)[];
}
export interface CountRow {
  layer?: number;
  district?: string;
  counts: Counts;
}
export interface TableAnswer {
  rows: (AssetRow | CountRow)[];
}

export interface Refused {
  problem: string;
}
export type Answer = Partial<NumberAnswer & ChartAnswer & TableAnswer & Refused>;
