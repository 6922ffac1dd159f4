/** What a chart shows, as a table: to be read instead of the drawing, and to be taken along. */

import type { Band, Line, NumberSeries, StateSeries } from "./series";
import { intervalAt, middle_s, placeAt } from "./series";

/** A number with what was read of it, and the same some days before, moved over it. */
export interface DrawnLine {
  series: NumberSeries;
  line: Line;
  before: Line | null;
}

/** A state with what was read of it. */
export interface DrawnBand {
  series: StateSeries;
  band: Band;
}

export type Drawn = DrawnLine | DrawnBand;

export type Sort = "mean" | "min" | "max" | "before" | "state";

export interface Head {
  title: string;
  sort: Sort;
  unit: string;
  digits: number;
}

export type Cell = number | string | null;

export interface Table {
  heads: Head[];
  rows: { at_s: number; cells: Cell[] }[];
}

interface Shown extends Head {
  t: number[];
  at: (at_s: number) => Cell;
}

/** Lay out everything drawn, a row a time; `mixed` stands for states too short to be told. */
export function tableOf(drawn: Drawn[], mixed: string): Table {
  const shown = drawn.flatMap((one) => ("line" in one ? numbers(one) : states(one, mixed)));
  const times = [...new Set(shown.flatMap(({ t }) => t))].sort((a, b) => a - b);
  return {
    heads: shown.map(({ title, sort, unit, digits }) => ({ title, sort, unit, digits })),
    rows: times.map((at_s) => ({ at_s, cells: shown.map(({ at }) => at(at_s)) })),
  };
}

function numbers({ series: { title, unit, digits }, line, before }: DrawnLine): Shown[] {
  const column = (sort: Sort, of: Line, values: keyof Pick<Line, "mean" | "min" | "max">): Shown => ({
    title,
    sort,
    unit,
    digits,
    t: of.t.filter((_, place) => of.mean[place] !== null),
    at: (at_s) => {
      const place = placeAt(of, at_s + middle_s(of));
      return place === null || of.t[place] !== at_s ? null : (of[values][place] ?? null);
    },
  });
  return [
    column("mean", line, "mean"),
    ...(line.thinned ? [column("min", line, "min"), column("max", line, "max")] : []),
    ...(before ? [column("before", before, "mean")] : []),
  ];
}

function states({ series: { title, word }, band }: DrawnBand, mixed: string): Shown[] {
  const at = (at_s: number): Cell => {
    const held = intervalAt(band, at_s);
    return held ? (held.mixed ? mixed : word(held.value)) : null;
  };
  return [{ title, sort: "state", unit: "", digits: 0, t: band.intervals.map(({ from_s }) => from_s), at }];
}

/** Write a table as CSV (RFC 4180), readable by programs of any language. */
export function csvOf(table: Table, time: string, heading: (head: Head) => string, when: (at_s: number) => string): string {
  const lines = [
    [time, ...table.heads.map(heading)],
    ...table.rows.map(({ at_s, cells }) => [when(at_s), ...cells]),
  ];
  return `\uFEFF${lines.map((line) => line.map(field).join(",")).join("\r\n")}\r\n`;
}

/** A text a spreadsheet would reckon with is quoted for it. */
function field(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "number") return String(Number(cell.toPrecision(12)));
  const harmless = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
