/** How files are asked for: their columns, words and dialect, as the reader speaks. */

import { zoneOf } from "../../history/zone";
import { formats } from "../../language/formats.svelte";
import { language, t } from "../../language/language.svelte";
import { titled, type Column } from "./columns";

export type Format = "csv" | "xlsx" | "geojson";
export type Separator = ";" | "," | "\t";
export type Decimal = "," | ".";
export type Step = "raw" | "hour" | "day";

/** Spreadsheets of countries with a decimal comma part the cells with a semicolon. */
export function usualDialect(): { separator: Separator; decimal: Decimal } {
  const comma = new Intl.NumberFormat(language.tag).format(1.5).includes(",");
  return comma ? { separator: ";", decimal: "," } : { separator: ",", decimal: "." };
}

/** The columns of a file; times say in whose zone they are. */
export function headsOf(columns: Column[]) {
  return columns.map((column) => ({
    column: column.name,
    title: column.kind === "moment" ? `${titled(column)} (${zone()})` : titled(column),
    scale: column.scale,
  }));
}

/** What the file's reader calls states, and whose clock it goes by. */
export function wordsOf() {
  return {
    states: ([0, 1, 2, 3, 4] as const).map((status) => t(`status${status}`)),
    language: language.tag,
    zone: zone(),
  };
}

export function dialectOf(separator: Separator, decimal: Decimal) {
  return { separator, decimal, yes: t("yes"), no: t("no") };
}

/** A file name that tells of what and when: `Svítidla 2026-11-25 14-30.csv`. */
export function fileName(title: string, format: Format, now: Date): string {
  const at = zoneOf(formats.zone).field(now.getTime() / 1000).replace("T", " ").replace(":", "-");
  return `${title.replace(/[\\/:*?"<>|]/g, " ")} ${at}.${format}`;
}

/** The clock times are written by, as the IANA names it. */
export const zone = (): string => zoneOf(formats.zone).name;
