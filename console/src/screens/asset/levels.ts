/** How full a container was and will be, laid out for drawing. Pure. */

export interface Outlook {
  begins: string;
  step_h: number;
  levels: [number, number, number, number, number][]; //: 5, 10, 50, 90, 95 %
  grounds: string[];
  full_at: string | null;
  full_early: string | null; //: in one of ten cases before
  full_late: string | null;
}

export interface Levels {
  now: string;
  read: [string, number][];
  seen: [string, number][];
  emptied: { at: string; before: number | null }[];
  outlook: Outlook | null;
  /** What its sensor saves a month, between low and high, and costs; null: not known. */
  sensor: { month: number; low: number; high: number; currency: string; fee: number | null } | null;
}

export interface Spot {
  x: number; //: share of the width
  y: number; //: share of the height, from the top
}

export interface Drawing {
  lines: Spot[][]; //: what a sensor read, from emptying to emptying
  seen: Spot[];
  emptied: number[];
  band: Spot[]; //: around it, there and back
  middle: Spot[];
  now: number;
  full: number; //: where 100 % is
  days: { x: number; at: Date }[];
}

export const TYPE = "WasteContainer";
export const TOP = 1.25; //: share of the volume that is drawn at most
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const PAST_MS = 14 * DAY_MS; //: of the past that is drawn
const MARKS = 6; //: days that are named, at most

/** Lay everything out between a while ago and as far as the outlook looks. */
export function drawn({ now, read, seen, emptied, outlook }: Levels): Drawing {
  const to = Date.parse(now);
  const from = to - PAST_MS;
  const begins = outlook ? Date.parse(outlook.begins) : to;
  const step = (outlook?.step_h ?? 0) * HOUR_MS;
  const ends = outlook ? begins + step * (outlook.levels.length - 1) : to;
  const x = (at: number) => (at - from) / (ends - from);
  const y = (level: number) => 1 - Math.min(level, TOP) / TOP;
  const spots = (told: readonly [string, number][]) =>
    told.map(([at, level]) => ({ x: x(Date.parse(at)), y: y(level) })).filter((one) => one.x >= 0);
  const emptyings = emptied.map(({ at }) => Date.parse(at)).filter((at) => at >= from);
  const ahead = (quantile: number) =>
    (outlook?.levels ?? []).map((levels, number) => ({ x: x(begins + number * step), y: y(levels[quantile]!) }));
  return {
    lines: parted(read, emptyings).map(spots).filter((line) => line.length > 0),
    seen: spots(seen),
    emptied: emptyings.map(x),
    band: [...ahead(1), ...ahead(3).reverse()],
    middle: ahead(2),
    now: x(to),
    full: y(1),
    days: daysBetween(from, ends).map((at) => ({ x: x(at.getTime()), at })),
  };
}

export const path = (spots: readonly Spot[], wide: number, high: number): string =>
  spots.map(({ x, y }) => `${(x * wide).toFixed(1)},${(y * high).toFixed(1)}`).join(" ");

/** Part what was read at each emptying: the line does not go down there. */
function parted(read: readonly [string, number][], emptyings: readonly number[]): [string, number][][] {
  const edges = [-Infinity, ...emptyings, Infinity];
  return edges.slice(1).map((end, number) => read.filter(([at]) => edges[number]! <= Date.parse(at) && Date.parse(at) < end));
}

/** Days to be named under the drawing, evenly. */
function daysBetween(from: number, ends: number): Date[] {
  const every = Math.ceil((ends - from) / DAY_MS / MARKS) * DAY_MS;
  const first = new Date(from);
  first.setHours(24, 0, 0, 0);
  const found = [];
  for (let at = first.getTime(); at < ends; at += every) found.push(new Date(at));
  return found;
}
