/** One number that tells how a layer is doing. */

import type { Layer } from "../server/types";
import type { Tally } from "./assets";

export interface Figure {
  value: number | null; //: in the unit shown; null when nothing is known
  digits: number;
  unit: string;
  how: "average" | "sum" | "highest";
}

const ADDED_UP = /^(W|kW|MW|Wh|kWh|MWh|m³|l|)$/u;
const WATCHED_AT_THE_TOP = /^(µg\/m³|mg\/m³|dB|dB\(A\)|ppm|ppb)$/u;

/** Sum what adds up, watch the highest of what harms, and average the rest. */
export function figureOf(layer: Layer, tally: Tally): Figure {
  const field = layer.fields.find((f) => f.attribute === layer.main);
  const unit = field?.unit ?? "";
  const how = ADDED_UP.test(unit) ? "sum" : WATCHED_AT_THE_TOP.test(unit) ? "highest" : "average";
  if (tally.known === 0) return { value: null, digits: 0, unit, how };
  const raw = { sum: tally.sum, highest: tally.highest, average: tally.sum / tally.known }[how];
  return readable({ value: raw * (field?.scale ?? 1), digits: field?.digits ?? 0, unit, how });
}

/** Write large powers and energies in thousands. */
function readable(figure: Figure): Figure {
  if (!/^Wh?$/.test(figure.unit) || (figure.value ?? 0) < 10_000) return figure;
  return { ...figure, value: (figure.value ?? 0) / 1_000, unit: `k${figure.unit}`, digits: 0 };
}
