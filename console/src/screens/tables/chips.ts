/** A condition in a few words, as it stands on its chip. */

import { moment, number, t } from "../../language/language.svelte";
import { NAMES } from "../../town/statuses";
import type { Status } from "../../server/types";
import type { Column } from "./columns";
import type { Condition } from "./filter";

/** Say what a condition asks of its column. */
export function said(one: Condition, column: Column, now: Date): string {
  switch (one.by) {
    case "is": {
      const values = one.values.map((value) => named(value, column)).join(` ${t("tableOr")} `);
      return one.not ? t("tableIsNot", { values }) : values;
    }
    case "lies": {
      const [from, to] = [bound(one.from, column), bound(one.to, column)];
      if (from !== null && to !== null) return `${from} – ${to}${unitOf(column)}`;
      return from !== null ? `≥ ${from}${unitOf(column)}` : `≤ ${to}${unitOf(column)}`;
    }
    case "has":
      return t("tableHas", { text: one.text });
    case "aged":
      return t(one.within ? "tableWithin" : "tableOlder", { time: `${number(one.amount, 1)} ${one.unit}` });
    case "when":
      return t(one.before ? "tableBefore" : "tableAfter", { time: day(one.at, now) });
    case "known":
      return t(one.known ? "tableKnown" : "tableUnknown");
  }
}

function named(value: string, column: Column): string {
  if (column.kind === "state") return stateNamed(value);
  if (column.kind === "truth") return t(value === "true" ? "yes" : "no");
  return value;
}

const bound = (value: number | null, { scale, digits }: Column): string | null =>
  value === null ? null : number(value * scale, digits ?? 3);

const unitOf = ({ unit }: Column): string => (unit ? ` ${unit}` : "");

function day(at: string, now: Date): string {
  const moment_ = new Date(at);
  return Number.isNaN(moment_.getTime()) ? at : moment(moment_, now);
}

function stateNamed(value: string): string {
  const status = NAMES.findIndex((name) => name === value);
  return status < 0 ? value : t(`status${status as Status}`);
}
