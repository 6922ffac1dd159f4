/** What panels are called, and when what they show was. */

import { inZone, say, t } from "../language/language.svelte";
import type { Layer, Status } from "../server/types";
import { NAMES } from "../town/statuses";
import { spelled } from "../town/values";
import { fieldOf } from "./reading";
import type { Answer, Asking, Panel } from "./types";

/** The panel's own title, else one made of what it shows. */
export function titleOf(panel: Panel, layers: Layer[]): string {
  const own = say(panel.title);
  if (own || panel.kind === "text") return own;
  if (panel.kind === "map") return typesOf(panel.types, layers) || t("map");
  if (panel.kind === "table") return typesOf(panel.types, layers) || t("boardAllAssets");
  if (!asks(panel)) return "";
  const { types, attribute, statuses = [] } = panel.measure;
  const field = attribute ? say(fieldOf(layers, types, attribute)?.title) || spelled(attribute) : "";
  const states = statuses.map((status) => t(`status${NAMES.indexOf(status) as Status}`)).join(", ");
  return [typesOf(types, layers), field, states].filter(Boolean).join(" · ");
}

function typesOf(types: string[] = [], layers: Layer[]): string {
  return types.map((type) => say(layers.find((layer) => layer.type === type)?.title) || spelled(type)).join(", ");
}

/** When that was, and how many became one. */
export function noteOf(panel: Panel, answer: Answer | undefined, timezone: string): string {
  if (!asks(panel)) return "";
  return [howOf(panel), whenOf(panel, answer, timezone)].filter(Boolean).join(" · ");
}

function howOf({ aggregate = "mean", measure }: Asking): string {
  if (measure.entity || aggregate === "integral" || aggregate === "count" || aggregate === "share") return "";
  return t(`boardHow_${aggregate}`);
}

/** Of when a number is. */
export function whenOf(panel: Asking & { kind?: string }, answer: Answer | undefined, timezone: string): string {
  const { period = panel.kind === "chart" ? "day" : "now" } = panel;
  if (panel.kind === "chart") return t(`boardChart_${period}`);
  if (period === "day" && answer?.from) return inZone(new Date(answer.from), timezone, "weekday");
  return t(`boardPeriod_${period}`);
}

/** Whether a panel asks about a measure; what people kept may be anything. */
const asks = (panel: Panel): panel is Panel & Asking => "measure" in panel && !!panel.measure;
