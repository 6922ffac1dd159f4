/** The columns of a list, and what it can be sorted by. */

import type { Key } from "../../language/language.svelte";

export interface Column<Sort extends string> {
  by: Sort | null; //: null cannot be sorted by
  title: Key;
  width: string; //: as a grid has it
  unseen?: boolean; //: the title is for those who hear it
  right?: boolean; //: what is in it stands at its right
}

/** What a list can be sorted by, where there is no head to press: on a phone. */
export const sortsOf = <Sort extends string>(columns: readonly Column<Sort>[]): [by: Sort, title: Key][] =>
  columns.flatMap(({ by, title }) => (by ? [[by, title] as [Sort, Key]] : []));

/** The columns of the grid its rows are laid out on. */
export const gridOf = (columns: readonly Column<string>[]): string => columns.map(({ width }) => width).join(" ");
