/** History as the chart wants it. */

import type { History } from "../server/types";

export type Column = (number | null)[];
/** Times, means, lowest and highest. */
export type Columns = [t: number[], mean: Column, min: Column, max: Column];

export interface Extremes {
  min: number;
  max: number;
  last: number;
}

/** Scale a history to the unit shown. Raw values have no band: it closes upon the line. */
export function columns(history: History, scale: number): Columns {
  const scaled = (column: Column | null) =>
    (column ?? history.mean).map((value) => (value === null ? null : value * scale));
  return [history.t, scaled(history.mean), scaled(history.min), scaled(history.max)];
}

/** Find the lowest, highest and last value; null when there is none. */
export function extremes([, mean, min, max]: Columns): Extremes | null {
  const known = (column: Column) => column.filter((value): value is number => value !== null);
  const last = known(mean).at(-1);
  if (last === undefined) return null;
  return { min: Math.min(...known(min)), max: Math.max(...known(max)), last };
}

/** Break the line where nothing was observed for longer than three usual steps. */
export function withGaps(series: Columns): Columns {
  const [t] = series;
  const steps = t.slice(1).map((time, at) => time - (t[at] ?? 0));
  const usual = [...steps].sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  const broken: Columns = [[], [], [], []];
  t.forEach((time, at) => {
    if (at > 0 && usual > 0 && (steps[at - 1] ?? 0) > 3 * usual) push(broken, time - usual / 2, null);
    push(broken, time, series, at);
  });
  return broken;
}

function push(into: Columns, time: number, series: Columns | null, at = 0): void {
  into[0].push(time);
  for (const column of [1, 2, 3] as const) into[column].push(series?.[column][at] ?? null);
}
