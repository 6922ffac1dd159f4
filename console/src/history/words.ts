/** What a chart says in words: at the reading line, as a whole, and what one has to know of it. */

import { inZone, lasting, number, t } from "../language/language.svelte";
import type { Tick } from "./axis";
import type { Period } from "./period";
import { extremes, gaps, intervalAt, placeAt, type Line } from "./series";
import type { Drawn, DrawnLine, Head } from "./table";
import type { Zone } from "./zone";

const HALF_A_DAY_S = 43_200;

const dateOf = (at_s: number) => new Date(at_s * 1000);
const isLine = (one: Drawn): one is DrawnLine => "line" in one;
const thinnedOf = (drawn: Drawn[]): Line | undefined => drawn.filter(isLine).find(({ line }) => line.thinned)?.line;

const value = ({ series: { unit, digits } }: DrawnLine, of: number): string =>
  `${number(of, digits)}${unit ? ` ${unit}` : ""}`;

/** A mark of a time axis; an hour that comes twice says which of the two it is. */
export function sayTick({ at_s, shape }: Tick, zone: Zone): string {
  if (shape === "twice") return `${inZone(dateOf(at_s), zone.name, "time")} ${zone.ahead(at_s)}`;
  return inZone(dateOf(at_s), zone.name, shape);
}

/** What a series says at a moment, or of all the time where none is given. */
export function sayAt(one: Drawn, at_s: number | null): string {
  if (!isLine(one)) {
    const held = at_s === null ? one.band.intervals.at(-1) : intervalAt(one.band, at_s);
    if (!held) return t("chartUnknown");
    return held.mixed ? t("chartMixed") : one.series.word(held.value);
  }
  if (at_s === null) return sayRange(one);
  const place = placeAt(one.line, at_s);
  if (place === null) return t("chartUnknown");
  const { mean, min, max } = one.line;
  const said = value(one, mean[place]!);
  const { digits } = one.series;
  const spread = one.line.thinned && min[place] !== max[place];
  return spread ? `${said} (${number(min[place]!, digits)} – ${number(max[place]!, digits)})` : said;
}

/** From the lowest to the highest value. */
export function sayRange(one: DrawnLine): string {
  const edge = extremes(one.line);
  if (!edge) return t("chartUnknown");
  return edge.min < edge.max ? `${number(edge.min, one.series.digits)} – ${value(one, edge.max)}` : value(one, edge.max);
}

/** What a line said that is compared with. */
export function sayBefore(one: DrawnLine, at_s: number | null): string {
  if (!one.before || at_s === null) return "";
  const place = placeAt(one.before, at_s);
  return place === null ? t("chartUnknown") : value(one, one.before.mean[place]!);
}

/** When a reading is: a moment, or the step it lies in. */
export function sayWhen(drawn: Drawn[], at_s: number, zone: Zone): string {
  const half_s = (thinnedOf(drawn)?.step_s ?? 0) / 2;
  const ahead = zone.twice(at_s) ? ` ${zone.ahead(at_s)}` : "";
  const begun = inZone(dateOf(at_s - half_s), zone.name, "full") + ahead;
  if (!half_s) return begun;
  return `${begun} – ${inZone(dateOf(at_s + half_s), zone.name, half_s >= HALF_A_DAY_S ? "moment" : "time")}`;
}

/** Everything drawn, for who does not see it. */
export function summaryOf(drawn: Drawn[], period: Period, zone: Zone): string {
  return drawn.map((one) => (isLine(one) ? summaryOfLine(one, period, zone) : summaryOfBand(one))).join(" ");
}

function summaryOfLine(one: DrawnLine, { from_s, to_s }: Period, zone: Zone): string {
  const { title } = one.series;
  const edge = extremes(one.line);
  if (!edge) return `${title}: ${t("noHistory")}`;
  const sentence = t("historySummary", {
    title,
    from: inZone(dateOf(from_s), zone.name, "moment"),
    to: inZone(dateOf(to_s), zone.name, "moment"),
    min: value(one, edge.min),
    max: value(one, edge.max),
    last: value(one, edge.last),
  });
  const n = gaps(one.line);
  return n ? `${sentence} ${t("chartGaps", { n })}` : sentence;
}

function summaryOfBand(one: Exclude<Drawn, DrawnLine>): string {
  const n = Math.max(0, one.band.intervals.length - 1);
  return t("chartStateSummary", { title: one.series.title, n, last: sayAt(one, null) });
}

/** What the reader has to know to trust it: how much lies behind it, and what was left out. */
export function noteOf(drawn: Drawn[], zone: Zone): string {
  const bands = drawn.flatMap((one) => (isLine(one) ? [] : [one.band]));
  const observations = drawn.reduce((sum, one) => sum + (isLine(one) ? one.line : one.band).observations, 0);
  const thinned = thinnedOf(drawn);
  const knownFrom_s = bands.map((band) => band.knownFrom_s).find((at_s) => at_s !== null);
  return [
    observations > 0 ? `${t("chartObservations", { n: observations })}.` : "",
    thinned ? t("chartThinned", { step: lasting(thinned.step_s ?? 0) }) : "",
    bands.some((band) => band.thinned) ? t("chartStatesThinned") : "",
    knownFrom_s ? t("chartKnownFrom", { time: inZone(dateOf(knownFrom_s), zone.name, "day") }) : "",
  ]
    .filter(Boolean)
    .join(" ");
}

/** What a column of a table is: what, how it was reckoned, in which unit. */
export function headingOf({ title, sort, unit }: Head, drawn: Drawn[], days: number): string {
  const thinned = thinnedOf(drawn);
  const told = {
    mean: thinned ? t("chartMean", { step: lasting(thinned.step_s ?? 0) }) : "",
    min: t("chartLowest"),
    max: t("chartHighest"),
    before: t("chartDaysBefore", { n: days }),
    state: "",
  }[sort];
  return `${title}${told ? `, ${told}` : ""}${unit ? ` [${unit}]` : ""}`;
}
