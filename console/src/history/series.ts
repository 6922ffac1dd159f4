/** What a chart draws: numbers as lines, states as bands. Times are seconds since 1970. */

import type { Period } from "./period";

export type Column = (number | null)[];

/** A number over time, in the unit shown; null is a gap. */
export interface Line {
  t: number[]; //: when an observation was made, or a step begins
  mean: Column;
  min: Column;
  max: Column;
  step_s: number | null; //: of the steps; of single observations, how far apart they usually are
  thinned: boolean; //: steps of time instead of single observations
  observations: number;
}

/** A time in which something was in one state. */
export interface Interval {
  from_s: number;
  to_s: number;
  value: unknown;
  mixed: boolean; //: several states, too short to be shown apart
}

/** A state over time; between intervals nothing is known. */
export interface Band {
  intervals: Interval[];
  thinned: boolean;
  knownFrom_s: number | null; //: what is older was not looked at; null: all was
  observations: number;
}

/** Asks for what is drawn: at most about so many points. */
type Read<D> = (period: Period, points: number, signal: AbortSignal) => Promise<D>;

interface Named {
  key: string; //: its own among the series of a chart
  title: string;
}

/** Numbers; those of one unit share an axis. */
export interface NumberSeries extends Named {
  kind: "number";
  unit: string;
  digits: number;
  read: Read<Line>;
}

/** Texts or truths. */
export interface StateSeries extends Named {
  kind: "state";
  word: (value: unknown) => string;
  read: Read<Band>;
}

export type Series = NumberSeries | StateSeries;

/** Something that happened at a moment: an alarm, a command. */
export interface Mark {
  at_s: number;
  text: string;
  kind: "alert" | "command";
}

export interface Extremes {
  min: number;
  max: number;
  last: number;
}

/** Find the lowest, highest and last value; null when there is none. */
export function extremes({ mean, min, max }: Line): Extremes | null {
  const known = (column: Column) => column.filter((value): value is number => value !== null);
  const last = known(mean).at(-1);
  if (last === undefined) return null;
  const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Infinity);
  return { min: least(known(min)), max: -least(known(max).map((value) => -value)), last };
}

/** Tell how many gaps a line has. */
export const gaps = ({ mean }: Line): number => mean.filter((value) => value === null).length;

/** Where in its step a value is drawn: in the middle. */
export const middle_s = ({ thinned, step_s }: Line): number => (thinned ? (step_s ?? 0) / 2 : 0);

/** Move a line in time. */
export const moved = (line: Line, to: (at_s: number) => number): Line => ({ ...line, t: line.t.map(to) });

/** The place of the value that holds at a moment; null in a gap and where there is none near. */
export function placeAt(line: Line, at_s: number): number | null {
  const nearest = nearestPlace(line.t, at_s - middle_s(line));
  if (nearest === null || line.mean[nearest] === null) return null;
  const far_s = Math.abs(line.t[nearest]! + middle_s(line) - at_s);
  return line.step_s === null || far_s <= 1.5 * line.step_s ? nearest : null;
}

/** The interval that holds at a moment. */
export const intervalAt = (band: Band, at_s: number): Interval | undefined =>
  band.intervals.find(({ from_s, to_s }) => from_s <= at_s && at_s < to_s);

/** The place of the nearest of rising numbers; null where there are none. */
export function nearestPlace(rising: number[], wanted: number): number | null {
  if (rising.length === 0) return null;
  let [low, high] = [0, rising.length - 1];
  while (high - low > 1) {
    const between = (low + high) >> 1;
    if (rising[between]! <= wanted) low = between;
    else high = between;
  }
  return Math.abs(rising[low]! - wanted) <= Math.abs(rising[high]! - wanted) ? low : high;
}

/** The places of values that stand alone between gaps, which no line shows. */
export function alone(column: readonly (number | null | undefined)[]): number[] {
  const found: number[] = [];
  const next = (from: number, step: 1 | -1) => {
    let at = from + step;
    while (column[at] === undefined && at >= 0 && at < column.length) at += step;
    return column[at] ?? null;
  };
  column.forEach((value, at) => {
    if (typeof value === "number" && next(at, 1) === null && next(at, -1) === null) found.push(at);
  });
  return found;
}
