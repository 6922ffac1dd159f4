/** Which containers get stickers. Pure. */

import type { Stuck } from "./types";

/** What stickers are chosen by; empty: any. */
export interface Wish {
  isle: string;
  fraction: string;
  fresh: boolean; //: only those that have none yet
  marked: ReadonlySet<string> | null; //: only these, by URN
}

export const chosenBy = (containers: readonly Stuck[], { isle, fraction, fresh, marked }: Wish): Stuck[] =>
  containers.filter(
    (one) =>
      (!isle || one.isle === isle) &&
      (!fraction || one.fractions.includes(fraction)) &&
      (!fresh || !one.printed) &&
      (!marked || marked.has(one.urn)),
  );

/** The isles of containers, by name. */
export function islesOf(containers: readonly Stuck[]): { value: string; title: string }[] {
  const names = new Map(containers.filter(({ isle }) => isle).map(({ isle, isle_name }) => [isle, isle_name]));
  return [...names].map(([value, title]) => ({ value, title })).sort((a, b) => a.title.localeCompare(b.title));
}

/** Stickers on a sheet of A4, by size. */
export const ON_A_SHEET = { small: 24, medium: 8, large: 2 } as const;
export type Size = keyof typeof ON_A_SHEET;
