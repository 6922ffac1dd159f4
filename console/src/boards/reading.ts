/** How the answer of a panel is read: its unit, its change, whether a target is met. Pure. */

import type { Field, Layer, Status } from "../server/types";
import type { Asking, Kpi, Panel } from "./types";

export interface Format {
  unit: string;
  scale: number;
  digits: number;
}

/** The field that describes an attribute of these types, where a layer shows it. */
export function fieldOf(layers: Layer[], types: string[] = [], attribute = ""): Field | undefined {
  return layers
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .flatMap(({ fields }) => fields)
    .find((field) => field.attribute === attribute);
}

/** Tell in which unit a number is shown: the panel's own words, else those of its field. */
export function formatOf(panel: Asking, layers: Layer[]): Format {
  const usual = usualFormat(panel, layers);
  return {
    unit: panel.unit ?? usual.unit,
    scale: panel.scale ?? usual.scale,
    digits: panel.digits ?? usual.digits,
  };
}

function usualFormat({ measure, aggregate = "mean" }: Asking, layers: Layer[]): Format {
  if (aggregate === "share") return { unit: "%", scale: 100, digits: 1 };
  if (aggregate === "count") return { unit: "", scale: 1, digits: 0 };
  const field = fieldOf(layers, measure.types, measure.attribute);
  const { unit = "", scale = 1, digits = field ? 0 : 2 } = field ?? {};
  if (aggregate !== "integral") return { unit, scale, digits };
  return { unit: /^[kM]?W$/.test(unit) ? `${unit}h` : unit && `${unit}·h`, scale, digits };
}

export interface Change {
  by: number; //: in the unit shown, or in percent
  unit: string;
  digits: number;
}

/** Compare with before: in points where the number is a percentage, else in percent. */
export function changeOf(value: number | null, before: number | null, format: Format): Change | null {
  if (value === null || before === null) return null;
  const by = (value - before) * format.scale;
  if (format.unit === "%" || before === 0) return { by, unit: format.unit, digits: format.digits };
  return { by: (100 * (value - before)) / Math.abs(before), unit: "%", digits: 0 };
}

const NEAR = 0.1; //: of the target; who misses it by less is near

/** Judge a figure by its target: 0 met, 1 near, 2 missed; null without one. */
export function judged(kpi: Kpi, value: number | null, target: number | null): Status | null {
  if (value === null || target === null) return null;
  const short = kpi.better === "less" ? value - target : target - value;
  if (short <= 0) return 0;
  return target === 0 || short <= NEAR * Math.abs(target) ? 1 : 2;
}

/** Tell whether a change is for the better: 1, for the worse: -1, or hardly any: 0. */
export function turned(kpi: Kpi, change: Change | null): -1 | 0 | 1 {
  if (!change || Math.abs(change.by) < 0.5 * 10 ** -change.digits) return 0;
  return change.by > 0 === (kpi.better === "more") ? 1 : -1;
}

/** What of a panel the server answers; two that differ in looks only are one question. */
export function questionOf(panel: Panel): Panel {
  const { place: _place, title: _title, ...question } = panel;
  return question as Panel;
}
