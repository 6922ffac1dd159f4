/** Values as people read them, in their language. */

import type { AssetField, Field, Layer } from "../server/types";
import { instant, shownValue, spelled } from "../town/values";
import { moment, number, say, t } from "./language.svelte";

export interface Described {
  field: AssetField;
  known: Field;
  title: string;
}

/** The values a layer describes, in its order, and all others. */
export function partedFields(fields: AssetField[], layer: Layer | undefined): { described: Described[]; others: AssetField[] } {
  const described = (layer?.fields ?? []).flatMap((known) => {
    const field = fields.find((one) => one.attribute === known.attribute && !one.dataset);
    return field ? [{ field, known, title: say(known.title) }] : [];
  });
  const others = fields.filter(
    (one) => one.attribute !== "name" && !described.some(({ field }) => field === one),
  );
  return { described, others };
}

/** What codes mean: one, or several in a list; null where nobody said. */
export function inWords(value: unknown, known: Field | undefined): string | null {
  const said = [value].flat().map((code) => say(known?.words?.[String(code)]));
  return said.length > 0 && said.every(Boolean) ? said.join(", ") : null;
}

/** Write a value without its unit. */
export function readField(field: AssetField, known: Field | undefined, now: Date): string {
  const said = inWords(field.value, known);
  if (said !== null) return said;
  const shown = shownValue(field, known);
  if (typeof shown.value === "number") return number(shown.value, shown.digits);
  if (typeof shown.value === "boolean") return t(shown.value ? "yes" : "no");
  const at = instant(shown.value);
  return at ? moment(at, now) : shown.value;
}

export const unitOf = (field: AssetField, known?: Field): string => shownValue(field, known).unit;

/** What an attribute is called by its layer, or else by its own name. */
export const titleOf = (attribute: string, layer: Layer | undefined): string =>
  say(layer?.fields.find((field) => field.attribute === attribute)?.title) || spelled(attribute);

/** Write a value of an attribute with its unit; the unit is a UN/CEFACT code. */
export function writeValue(
  attribute: string,
  value: unknown,
  unit: string | null,
  layer: Layer | undefined,
  now: Date,
): string {
  if (value === null || value === undefined) return "–";
  const known = layer?.fields.find((field) => field.attribute === attribute);
  const field: AssetField = { attribute, value, unit, observed_at: null, kind: "Property" };
  return `${readField(field, known, now)} ${unitOf(field, known)}`.trim();
}
