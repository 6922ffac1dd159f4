/** A value as people read it. */

import type { AssetField, Field } from "../server/types";

/** UN/CEFACT codes as people write them; what is not here is shown as it came. */
const UNITS: Record<string, string> = {
  P1: "%", CEL: "°C", WTT: "W", KWT: "kW", KWH: "kWh", WHR: "Wh", VLT: "V", AMP: "A", HTZ: "Hz",
  MTR: "m", CMT: "cm", MMT: "mm", KMT: "km", KMH: "km/h", MTS: "m/s", LTR: "l", MTQ: "m³", KGM: "kg",
  GQ: "µg/m³", GP: "mg/m³", "2N": "dB", DBM: "dBm", "59": "ppm", LUX: "lx", A97: "hPa", DD: "°",
  HUR: "h", MIN: "min", SEC: "s", DAY: "d", C62: "", C81: "rad", MQH: "m³/h", BAR: "bar",
};

export interface Shown {
  value: number | string | boolean;
  unit: string;
  digits: number;
}

/** A unit as people write it. */
export const unitShown = (code: string): string => UNITS[code] ?? code;

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** Tell how a field is shown: scaled, with its unit; text and truth as they are. */
export function shownValue(field: AssetField, known: Field | undefined): Shown {
  const value = said(field.value);
  if (typeof value === "number") {
    const scaled = value * (known?.scale ?? 1);
    const unit = known?.unit || unitShown(field.unit ?? "");
    return { value: scaled, unit: known?.unit ?? unit, digits: known?.digits ?? fitting(scaled) };
  }
  const plain = typeof value === "string" || typeof value === "boolean";
  return { value: plain ? value : written(value), unit: "", digits: 0 };
}

/** What a JSON-LD value says, without the type beside it: a DateTime is its text. */
const said = (value: unknown): unknown =>
  value !== null && typeof value === "object" && "@value" in value ? value["@value"] : value;

/** Write what is neither number, text nor truth: a point, a list, an address. */
function written(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join(", ");
  const parts = Object.values(value ?? {});
  if (parts.every((part) => typeof part === "string")) return parts.join(", ");
  const { type, coordinates } = value as { type?: string; coordinates?: number[] };
  if (type === "Point") return [...(coordinates ?? [])].reverse().map((c) => c.toFixed(5)).join(", ");
  return JSON.stringify(value);
}

/** Three digits say enough of a number nobody described. */
function fitting(value: number): number {
  if (Number.isInteger(value)) return 0;
  return Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(Math.abs(value)))));
}

/** Read a text that is a moment; null when it is none. */
export function instant(text: string): Date | null {
  if (!INSTANT.test(text)) return null;
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** Make a name from an attribute nobody described: `activePower` gives `Active power`. */
export function spelled(attribute: string): string {
  const short = attribute.split(/[/#:]/).pop() ?? attribute;
  const words = short.replace(/([a-z\d])([A-Z])/g, "$1 $2").replaceAll("_", " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The name of an asset with its street, where that says more. */
export function placed(name: string, street: string): string {
  if (!street || name.includes(street)) return name;
  return name ? `${name} · ${street}` : street;
}
