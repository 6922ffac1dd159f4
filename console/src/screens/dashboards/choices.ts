/** What can be asked by a form, and how a panel turns into another that makes sense. Pure. */

import type { Layer } from "../../server/types";
import type { Aggregate, Asking, Kind, Measure, Panel } from "../../boards/types";

export const KINDS: Kind[] = ["number", "kpi", "chart", "table", "map", "text"];
export const GOALS = ["safe", "clean", "mobile", "thrifty"] as const;
export const PERIODS = ["now", "day", "week", "month", "quarter", "year"] as const;
/** The choice of an attribute that means the assets themselves. */
export const STATES = "";

const OF_NUMBERS: Aggregate[] = ["mean", "sum", "max", "min", "integral", "share", "count"];

/** The aggregates a measure has, with this period. */
export function aggregatesOf({ measure, period }: Asking): Aggregate[] {
  if (!measure.attribute) return ["count", "share"];
  if (measure.entity) return ["mean", "max", "min"];
  return OF_NUMBERS.filter((aggregate) => aggregate !== "integral" || (period ?? "now") !== "now");
}

/** Make an asking panel consistent after one of its parts has changed. */
export function consistent<P extends Asking>(panel: P): P {
  const aggregates = aggregatesOf(panel);
  const aggregate = aggregates.includes(panel.aggregate ?? "mean") ? panel.aggregate : aggregates[0];
  const apart = aggregate === "share" || aggregate === "count";
  const measure: Measure = { ...panel.measure };
  if (!apart || !measure.attribute) {
    delete measure.above;
    delete measure.below;
  }
  if (measure.attribute) delete measure.statuses;
  else if (aggregate === "share" && !measure.statuses?.length) measure.statuses = ["ok"];
  if (aggregate === "share" && measure.attribute && measure.above == null && measure.below == null) measure.above = 0;
  return { ...panel, measure, aggregate };
}

/** Show the same things in another way. */
export function turnedInto(kind: Kind, panel: Panel, layers: Layer[]): Panel {
  const common = { title: panel.title, place: panel.place };
  const types = typesOf(panel) ?? (layers[0] ? [layers[0].type] : []);
  switch (kind) {
    case "text":
      return { ...common, kind, text: "" };
    case "map":
      return { ...common, kind, types };
    case "table":
      return { ...common, kind, types, by: "asset" };
    default: {
      const asking: Asking =
        "measure" in panel
          ? { measure: panel.measure, aggregate: panel.aggregate, period: panel.period }
          : { measure: { types }, aggregate: "count" };
      if (kind === "kpi") return { ...common, ...asking, kind, goal: "safe", better: "more" };
      if (kind === "chart") return { ...common, ...asking, period: asking.period === "now" ? "day" : asking.period, kind };
      return { ...common, ...asking, kind };
    }
  }
}

/** The types a panel is about. */
export function typesOf(panel: Panel): string[] | undefined {
  if (panel.kind === "text") return undefined;
  return "measure" in panel ? panel.measure.types : panel.types;
}
