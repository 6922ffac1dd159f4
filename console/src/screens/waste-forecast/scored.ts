/** The scores of a forecast as a table: a fraction a row, a column by days ahead. Pure. */

import type { Score } from "./types";

export interface Row {
  fraction: string; //: empty: all
  cells: (Score | null)[]; //: by horizon
}

export const horizonsOf = (scores: readonly Score[]): number[] =>
  [...new Set(scores.map(({ horizon }) => horizon).filter((one) => one > 0))].sort((a, b) => a - b);

/** One row for all fractions together first, then each where there is more than one. */
export function rowsOf(scores: readonly Score[]): Row[] {
  const horizons = horizonsOf(scores);
  const fractions = [...new Set(scores.map(({ fraction }) => fraction))].sort();
  const kept = fractions.length > 2 ? fractions : fractions.slice(0, 1);
  return kept.map((fraction) => ({
    fraction,
    cells: horizons.map((horizon) => scores.find((one) => one.fraction === fraction && one.horizon === horizon) ?? null),
  }));
}

/** What has to be said of all together; nothing before enough was compared. */
export const wholeOf = (scores: readonly Score[]): Score | null => scores.find(({ fraction, horizon }) => !fraction && !horizon) ?? null;

export const drifting = (scores: readonly Score[]): Score[] => scores.filter(({ drifted, fraction }) => drifted && fraction);
