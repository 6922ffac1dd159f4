/** The series of an asset: its attributes as a chart draws them. */

import { say, t } from "../language/language.svelte";
import { inWords } from "../language/values";
import type { Server } from "../server/api";
import type { Asset, AssetField, Field, History, Layer, States } from "../server/types";
import { instant, shownValue, spelled } from "../town/values";
import type { Period } from "./period";
import type { Band, Column, Line, Series } from "./series";
import type { Zone } from "./zone";

/** What of an asset can be drawn: what its layer describes, then what else is measured. */
export function seriesOf(server: Server, zone: Zone, asset: Asset, layer: Layer | undefined): Series[] {
  const known = layer?.fields ?? [];
  const described = known.flatMap((field) => {
    const own = asset.fields.find((one) => one.attribute === field.attribute && !one.dataset);
    return own ? [serieOf(server, zone, asset.id, own, field)] : [];
  });
  const others = asset.fields
    .filter((own) => typeof own.value === "number" && own.timed && !own.dataset)
    .filter((own) => !known.some((field) => field.attribute === own.attribute))
    .map((own) => serieOf(server, zone, asset.id, own, undefined));
  return [...described, ...others].filter((one) => one !== null);
}

/** One attribute; null where it is neither number, text nor truth. */
export function serieOf(
  server: Server,
  zone: Zone,
  id: number,
  own: AssetField,
  known: Field | undefined,
): Series | null {
  const { attribute: key, value } = own;
  const title = known ? say(known.title) : spelled(key);
  const query = ({ from_s, to_s }: Period, points: number) => ({
    attribute: key,
    from: String(from_s),
    to: String(to_s),
    points: String(points),
    zone: zone.name,
  });
  if (typeof value === "number") {
    const { unit, digits } = shownValue(own, known);
    const scale = known?.scale ?? 1;
    return {
      kind: "number",
      key,
      title,
      unit,
      digits: known?.digits ?? digits,
      read: async (period, points, signal) => lineOf(await server.history(id, query(period, points), signal), scale),
    };
  }
  const isState = typeof value === "boolean" || (typeof value === "string" && !instant(value));
  if (!isState) return null;
  return {
    kind: "state",
    key,
    title,
    word: (state) => inWords(state, known) ?? wordOf(state),
    read: async (period, points, signal) => bandOf(await server.states(id, query(period, points), signal)),
  };
}

/** A state in words. */
export function wordOf(value: unknown): string {
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function lineOf(history: History, scale: number): Line {
  const scaled = (column: Column | null) =>
    (column ?? history.mean).map((value) => (value === null ? null : value * scale));
  const { t, step_s, thinned, observations } = history;
  return { t, mean: scaled(history.mean), min: scaled(history.min), max: scaled(history.max), step_s, thinned, observations };
}

export function bandOf(states: States): Band {
  const at = (text: string) => Date.parse(text) / 1000;
  return {
    intervals: states.intervals.map(({ from, to, value, mixed }) => ({ from_s: at(from), to_s: at(to), value, mixed })),
    thinned: states.thinned,
    knownFrom_s: states.known_from === null ? null : at(states.known_from),
    observations: states.observations,
  };
}
