/** The columns a table can have: what every asset has, the layer's fields, and the rest. */

import { say, t, type Key } from "../../language/language.svelte";
import type { Field, Habit, Layer } from "../../server/types";
import { spelled, unitShown } from "../../town/values";
import type { ShownColumn } from "./query";

export type Kind = "state" | "text" | "number" | "moment" | "truth" | "other";

export interface Column {
  name: string;
  title: string;
  unit: string;
  kind: Kind;
  width: number; //: px that suit it
  scale: number; //: shown = value × scale
  digits: number | null; //: null where nobody said how many
  field: Field | undefined;
  sortable: boolean;
}

interface Own {
  name: string;
  title: Key;
  kind: Kind;
  width: number;
}

const OWN: Own[] = [
  { name: ".name", title: "tableName", kind: "text", width: 180 },
  { name: ".state", title: "tableState", kind: "state", width: 330 },
  { name: ".street", title: "tableStreet", kind: "text", width: 170 },
  { name: ".district", title: "tableDistrict", kind: "text", width: 130 },
  { name: ".seen", title: "tableSeen", kind: "moment", width: 118 },
  { name: ".since", title: "tableSince", kind: "moment", width: 118 },
  { name: ".cause", title: "tableCause", kind: "text", width: 260 },
  { name: ".code", title: "tableCode", kind: "text", width: 170 },
];
const FIRST = [".name", ".state", ".street"];
const LAST = ".seen";
const NARROW = 96;
const WIDE = 150;

/** Describe every column a layer's table may have; habits are those of its assets. */
export function columnsOf(layer: Layer, habits: Habit[]): Map<string, Column> {
  const use = new Map(habits.map((habit) => [habit.attribute, habit]));
  const described = layer.fields.map((field) => ofField(field, use.get(field.attribute)));
  const fields = new Set(layer.fields.map((field) => field.attribute));
  const others = habits.filter(({ attribute }) => !fields.has(attribute)).map(ofHabit);
  const all = [...OWN.map(own), ...described, ...others];
  return new Map(all.map((column) => [column.name, column]));
}

/** The columns shown when nobody chose any. */
export function usualColumns(layer: Layer): ShownColumn[] {
  const fields = layer.fields.map((field) => field.attribute);
  return [...FIRST, ...fields, LAST].map((name) => ({ name, width: null }));
}

/** A column of the address that is not known (yet) is shown as it is called. */
export function unknownColumn(name: string): Column {
  return { name, title: spelled(name), unit: "", kind: "other", width: WIDE, scale: 1, digits: null, field: undefined, sortable: true };
}

/** The title with its unit, for the head of a file. */
export const titled = ({ title, unit }: Column) => (unit ? `${title} [${unit}]` : title);

function own({ name, title, kind, width }: Own): Column {
  return { name, title: t(title), unit: "", kind, width, scale: 1, digits: null, field: undefined, sortable: true };
}

function ofField(field: Field, habit: Habit | undefined): Column {
  const kind = habit?.kind ?? (field.unit || field.digits ? "number" : "text");
  return {
    name: field.attribute,
    title: say(field.title),
    unit: field.unit,
    kind,
    width: widthOf(kind, say(field.title)),
    scale: field.scale,
    digits: field.digits,
    field,
    sortable: kind !== "other",
  };
}

function ofHabit({ attribute, kind, units }: Habit): Column {
  const title = spelled(attribute);
  return {
    name: attribute,
    title,
    unit: units.length === 1 ? unitShown(units[0]!) : "",
    kind,
    width: widthOf(kind, title),
    scale: 1,
    digits: null,
    field: undefined,
    sortable: kind !== "other",
  };
}

/** Room for the title and for what is usual of the kind. */
function widthOf(kind: Kind, title: string): number {
  const least = kind === "number" || kind === "truth" ? NARROW : kind === "moment" ? 118 : WIDE;
  return Math.max(least, Math.min(190, 62 + title.length * 7));
}
