/** Two texts of a scenario, line by line and in words. Pure. */

import type { Key } from "../../language/language.svelte";

/** What a scenario says, under what each sentence is about. */
export type Sentences = Partial<Record<Key, string[]>>;

/** What only the older says of something, and what only the newer does. */
export interface Difference {
  about: Key;
  gone: string[];
  come: string[];
}

/** Tell in words what is another; what both say is left out, in whichever order. */
export function differing(older: Sentences, newer: Sentences): Difference[] {
  const abouts = [...new Set([...Object.keys(older), ...Object.keys(newer)])] as Key[];
  return abouts
    .map((about) => {
      const [before, after] = [older[about] ?? [], newer[about] ?? []];
      return { about, gone: without(before, after), come: without(after, before) };
    })
    .filter(({ gone, come }) => gone.length > 0 || come.length > 0);
}

/** Return the sentences that others do not say, as often as they do not. */
function without(some: string[], others: string[]): string[] {
  const left = [...others];
  return some.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

export interface Line {
  mark: "+" | "-" | " "; //: only in the newer, only in the older, in both
  line: string;
}

/**
 * Compare two documents as they are written.
 *
 * Source: the longest common subsequence, Hunt and McIlroy, 1976; texts are a few hundred lines.
 */
export function compared(older: unknown, newer: unknown): Line[] {
  const [before, after] = [older, newer].map((one) => JSON.stringify(one, null, 2).split("\n")) as [string[], string[]];
  const common = lengths(before, after);
  const lines: Line[] = [];
  let [from, to] = [0, 0];
  while (from < before.length || to < after.length) {
    if (from < before.length && before[from] === after[to]) {
      lines.push({ mark: " ", line: before[from]! });
      from += 1;
      to += 1;
    } else if (to === after.length || (from < before.length && common[from + 1]![to]! >= common[from]![to + 1]!)) {
      lines.push({ mark: "-", line: before[from]! });
      from += 1;
    } else {
      lines.push({ mark: "+", line: after[to]! });
      to += 1;
    }
  }
  return lines;
}

/** How many lines two texts have in common from a line of each on. */
function lengths(before: string[], after: string[]): number[][] {
  const table = Array.from({ length: before.length + 1 }, () => Array<number>(after.length + 1).fill(0));
  for (let from = before.length - 1; from >= 0; from--)
    for (let to = after.length - 1; to >= 0; to--)
      table[from]![to] = before[from] === after[to] ? table[from + 1]![to + 1]! + 1 : Math.max(table[from + 1]![to]!, table[from]![to + 1]!);
  return table;
}
