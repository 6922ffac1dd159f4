/** What a table is asked: read from the address, and changed there. */

import { here } from "../../address.svelte";
import type { Habit, Layer } from "../../server/types";
import { columnsOf, unknownColumn, usualColumns, type Column } from "./columns";
import type { Condition } from "./filter";
import { asked, readQuery, sortedBy, WORST_FIRST, writeQuery, type Query, type ShownColumn, type SortKey } from "./query";

const [NARROWEST, WIDEST] = [56, 800]; //: px of a column

export class Asking {
  habits = $state.raw<Habit[]>([]); //: what the assets report besides

  readonly query = $derived(readQuery(here.query));
  readonly all = $derived.by(() => columnsOf(this.layer, this.habits));
  readonly shown = $derived.by(() => this.query.columns ?? usualColumns(this.layer));
  readonly columns = $derived.by(() => this.shown.map((one) => this.column(one)));
  readonly sort = $derived(this.query.sort ?? WORST_FIRST);
  readonly wish = $derived.by(() => asked(this.query, this.shown.map(({ name }) => name)));
  readonly filtered = $derived.by(() => {
    const { filter, words, bbox, broken } = this.query;
    return filter.length > 0 || words !== "" || bbox !== "" || broken !== "";
  });

  /** reordered: told when the rows come in another order, or others come */
  constructor(
    readonly layer: Layer,
    readonly reordered: () => void,
  ) {}

  /** Describe a column, as wide as it is shown. */
  column({ name, width }: ShownColumn): Column {
    const column = this.all.get(name) ?? unknownColumn(name);
    return width === null ? column : { ...column, width };
  }

  note(part: Partial<Query>): void {
    if (!("columns" in part)) this.reordered();
    here.note(writeQuery({ ...this.query, ...part }));
  }

  // order

  order(keys: SortKey[]): void {
    this.note({ sort: keys.length > 0 ? keys : null });
  }

  /** Sort by a column, or the other way round, or no more. */
  sortBy(column: Column, add: boolean): void {
    const descendingFirst = column.kind === "number" || column.kind === "state";
    this.order(sortedBy(this.query.sort ?? [], column.name, descendingFirst, add));
  }

  sortTo(column: Column, descending: boolean, add: boolean): void {
    const others = add ? this.sort.filter((key) => key.column !== column.name) : [];
    this.order([...others, { column: column.name, descending }]);
  }

  // columns

  show(columns: ShownColumn[] | null): void {
    this.note({ columns });
  }

  hide(hidden: string): void {
    if (this.shown.length > 1) this.show(this.shown.filter(({ name }) => name !== hidden));
  }

  widen(column: Column, width: number): void {
    const to = Math.round(Math.min(WIDEST, Math.max(NARROWEST, width)));
    this.show(this.shown.map((one) => (one.name === column.name ? { ...one, width: to } : one)));
  }

  /** Move a column towards the beginning or the end. */
  shift(moved: string, by: -1 | 1): void {
    const at = this.shown.findIndex(({ name }) => name === moved);
    const others = this.shown.toSpliced(at, 1);
    this.show(others.toSpliced(Math.max(0, at + by), 0, this.shown[at]!));
  }

  // conditions

  /** Put a condition in place of another, or behind all; none takes the other away. */
  keep(condition: Condition | null, at: number): void {
    this.note({ filter: this.query.filter.toSpliced(at, 1, ...(condition ? [condition] : [])), broken: "" });
  }

  /** Where the condition on a column stands, or would. */
  placeOf(column: Column): number {
    const at = this.query.filter.findIndex((one) => one.column === column.name);
    return at < 0 ? this.query.filter.length : at;
  }

  /** bounds: west, south, east, north, in degrees; null asks everywhere */
  within(bounds: readonly number[] | null): void {
    this.note({ bbox: bounds ? bounds.map((degrees) => degrees.toFixed(5)).join(",") : "" });
  }
}
