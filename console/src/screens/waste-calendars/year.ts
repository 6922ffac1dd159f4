/** A year of collections, month by month. Pure. */

import type { Collection } from "./types";

export interface Month {
  first: Date;
  days: { day: number; moved: boolean }[];
}

/** The months of a year, each with its days of collection. */
export function monthsOf(year: number, collections: readonly Collection[]): Month[] {
  return Array.from({ length: 12 }, (_, month) => {
    const begun = `${year}-${String(month + 1).padStart(2, "0")}`;
    const mine = collections.filter(({ day }) => day.startsWith(begun));
    return {
      first: new Date(Date.UTC(year, month, 1)),
      days: mine.map(({ day, planned }) => ({ day: Number(day.slice(8)), moved: day !== planned })),
    };
  });
}
