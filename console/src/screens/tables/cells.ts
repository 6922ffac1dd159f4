/** What stands in a cell, as people read it. */

import { ago, inScript, moment, number, say, t } from "../../language/language.svelte";
import { inWords } from "../../language/values";
import type { Status, TableRow, TownMap } from "../../server/types";
import type { Town } from "../../town/town.svelte";
import { instant, shownValue } from "../../town/values";
import type { Column } from "./columns";

/** Write a cell of a column that is no state; empty where nothing is known. */
export function cellText(column: Column, row: TableRow, town: TownMap | null, now: Date): string {
  switch (column.name) {
    case ".name":
      return inScript(row.name, town);
    case ".street":
      return inScript(row.street, town);
    case ".district":
      return inScript(row.district, town);
    case ".cause":
      return say(row.cause);
    case ".code":
      return row.urn.split(":").pop() ?? row.urn;
    case ".since":
      return row.since ? ago(new Date(row.since), now) : "";
    case ".seen":
      return row.seen ? ago(new Date(row.seen), now) : "";
  }
  return valueText(column, row.values[column.name], now);
}

/** The live status of a row's asset; the row's own until that is known. */
export function statusOf(row: TableRow, town: Town): Status {
  void town.tallies; // they change with the statuses
  return town.assets.statusOf(row.id) ?? row.status;
}

/** Say a cell whole, where a column shows it short. */
export function cellTitle(column: Column, row: TableRow, now: Date): string | undefined {
  const at = { ".seen": row.seen, ".since": row.since }[column.name];
  return at ? moment(new Date(at), now) : undefined;
}

/** Write a value of a column: scaled, without its unit, which stands in the head. */
export function valueText(column: Column, value: unknown, now: Date): string {
  if (value === undefined || value === null) return "";
  const said = inWords(value, column.field);
  if (said !== null) return said;
  const field = { attribute: column.name, value, unit: null, observed_at: null, kind: "" };
  const shown = shownValue(field, column.field);
  if (typeof shown.value === "number") return number(shown.value, shown.digits, column.digits !== null);
  if (typeof shown.value === "boolean") return t(shown.value ? "yes" : "no");
  const at = instant(shown.value);
  if (at) return moment(at, now);
  return shown.value.startsWith("urn:") ? (shown.value.split(":").pop() ?? "") : shown.value;
}
