/** A chart laid out: lines in panels by unit, states as bands, marks over all. Pure. */

import { formats } from "../language/formats.svelte";
import { language, number, t } from "../language/language.svelte";
import { ticks, type Tick } from "./axis";
import type { Bands } from "./bands";
import type { Panel } from "./chart";
import { DASHES, nth, type Colours } from "./colours";
import { spanOf, type Period } from "./period";
import { extremes, middle_s, type Mark } from "./series";
import type { Drawn, DrawnBand, DrawnLine } from "./table";
import { sayTick } from "./words";
import type { Zone } from "./zone";

/** What was read, and how wide and when it is shown. */
export interface Scene {
  drawn: Drawn[];
  days: number; //: how long before is what is compared with; 0 where nothing is
  marks: Mark[];
  shown: Period;
  zone: Zone;
  colours: Colours;
  width: number;
}

/** Marks that would lie on each other, as one. */
export interface Flag {
  x: number;
  kind: Mark["kind"];
}

const NARROW_PX = 480;
const RIGHT_PX = 10;
const ROOM_PX = 60; //: that a mark of the time axis needs
const ROOM_TWICE_PX = 96; //: where an hour comes twice, and says which it is
const NEAR_PX = 9; //: of a mark to the reading line, and of marks that are shown as one
const BIG = 100_000; //: numbers from this on are written short beside an axis

export const linesOf = ({ drawn }: Scene): DrawnLine[] => drawn.filter((one): one is DrawnLine => "line" in one);
export const statesOf = ({ drawn }: Scene): DrawnBand[] => drawn.filter((one): one is DrawnBand => "band" in one);

export const isEmpty = (scene: Scene): boolean =>
  linesOf(scene).every(({ line }) => extremes(line) === null) &&
  statesOf(scene).every(({ band }) => band.intervals.length === 0);

export const colourOf = ({ drawn, colours }: Scene, one: Drawn): string => nth(colours.series, drawn.indexOf(one));
export const dashOf = ({ drawn }: Scene, one: Drawn): number[] => nth(DASHES, drawn.indexOf(one));

// places

/** Room for the labels of the axes, px. */
export const leftOf = (width: number): number => (width < NARROW_PX ? 46 : 56);
export const plotOf = (width: number): number => Math.max(1, width - leftOf(width) - RIGHT_PX);

/** Where a moment is drawn, px from the left. */
export const across = ({ shown, width }: Scene, at_s: number): number =>
  leftOf(width) + ((at_s - shown.from_s) / spanOf(shown)) * plotOf(width);

/** The moment at a share of the plot. */
export const atPlace = ({ shown }: Scene, place: number): number =>
  shown.from_s + Math.min(1, Math.max(0, place)) * spanOf(shown);

const isShown = ({ shown }: Scene, at_s: number): boolean => shown.from_s <= at_s && at_s < shown.to_s;

/** The moments at which something can be read, rising. */
export function stopsOf(scene: Scene): number[] {
  const times = scene.drawn.flatMap((one) =>
    "line" in one
      ? one.line.t.filter((_, place) => one.line.mean[place] !== null).map((at_s) => at_s + middle_s(one.line))
      : one.band.intervals.map(({ from_s }) => from_s),
  );
  const all = [...times, ...scene.marks.map(({ at_s }) => at_s)].filter((at_s) => isShown(scene, at_s));
  return [...new Set(all)].sort((a, b) => a - b);
}

/** The marks that lie where something is read. */
export const marksNear = (scene: Scene, at_s: number): Mark[] =>
  scene.marks.filter((mark) => Math.abs(across(scene, mark.at_s) - across(scene, at_s)) < NEAR_PX);

export function flagsOf(scene: Scene): Flag[] {
  const found: Flag[] = [];
  const shown = scene.marks.filter(({ at_s }) => isShown(scene, at_s)).sort((a, b) => a.at_s - b.at_s);
  for (const { at_s, kind } of shown) {
    const last = found.at(-1);
    const x = across(scene, at_s);
    if (!last || x - last.x >= NEAR_PX) found.push({ x, kind });
    else if (kind === "alert") last.kind = kind;
  }
  return found;
}

// drawings

/** One panel a unit; the last has the dates, with room for them below it, px. */
export function panelsOf(scene: Scene, height: number, dates_px: number): Panel[] {
  void [language.tag, formats.numberLocale]; // numbers are written later, while it is drawn
  const { width, shown, zone, colours } = scene;
  const lines = linesOf(scene);
  const frame = {
    width,
    left: leftOf(width),
    right: RIGHT_PX,
    period: shown,
    ticks: marksOf(scene).map((tick) => ({ at_s: tick.at_s, label: sayTick(tick, zone) })),
    look: { text: colours.quiet, grid: colours.line },
    value: axisValue,
  };
  const panels = [...new Set(lines.map(({ series }) => series.unit))].map((unit) => ({
    ...frame,
    height,
    unit,
    dated: false,
    strokes: lines.filter(({ series }) => series.unit === unit).flatMap((one) => strokesOf(scene, one)),
  }));
  const last = panels.at(-1) ?? { ...frame, height: 10, unit: "", strokes: [] };
  return [...panels.slice(0, -1), { ...last, height: last.height + dates_px, dated: true }];
}

/** As many marks of the time axis as have room. */
function marksOf({ shown, zone, width }: Scene): Tick[] {
  const spaced = (px: number) => ticks(shown, zone, Math.max(2, Math.floor(plotOf(width) / px)));
  const usual = spaced(ROOM_PX);
  return usual.some(({ shape }) => shape === "twice") ? spaced(ROOM_TWICE_PX) : usual;
}

/** A line, above what it is compared with. */
function strokesOf(scene: Scene, one: DrawnLine): Panel["strokes"] {
  const own = { line: one.line, colour: colourOf(scene, one), dash: dashOf(scene, one), faint: false };
  return one.before ? [{ ...own, line: one.before, dash: [], faint: true }, own] : [own];
}

function axisValue(value: number): string {
  if (Math.abs(value) < BIG) return number(value, 2);
  return new Intl.NumberFormat(language.tag, { notation: "compact", maximumFractionDigits: 2 }).format(value);
}

export function bandsOf(scene: Scene): Bands {
  const { width, shown: period, colours } = scene;
  const { text, quiet, surface } = colours;
  const rows = statesOf(scene).map((one) => rowOf(one, colours));
  return { width, left: leftOf(width), right: RIGHT_PX, period, text, quiet, surface, rows };
}

function rowOf({ series, band }: DrawnBand, { series: hues, quiet }: Colours): Bands["rows"][number] {
  const values = [...new Set(band.intervals.map(({ value }) => JSON.stringify(value)))].sort();
  const intervals = band.intervals.map((interval) => ({
    interval,
    label: interval.mixed ? t("chartMixed") : series.word(interval.value),
    colour: interval.mixed ? quiet : nth(hues, values.indexOf(JSON.stringify(interval.value))),
  }));
  return { title: series.title, intervals };
}
