/** The grid a board stands on: 12 columns, panels fall upwards until they meet another. Pure. */

import type { Kind, Panel, Place } from "./types";

export const COLUMNS = 12;
const MOST_ROWS = 40; //: of one panel
const MOST_DOWN = 1000; //: rows of a board

/** How large a panel is when nobody has said so, and how small it may be. */
const USUAL: Record<Kind, { w: number; h: number }> = {
  number: { w: 3, h: 2 },
  kpi: { w: 3, h: 2 },
  chart: { w: 6, h: 5 },
  table: { w: 6, h: 5 },
  map: { w: 6, h: 6 },
  text: { w: 6, h: 2 },
};
const LEAST = { w: 2, h: 1 };
const GROWS: Kind[] = ["chart", "table", "map"]; //: what is better taller than with nothing below
const MOST_GROWTH = 4; //: rows

export type Step = "left" | "right" | "up" | "down";

/** Give every panel a place: its own, else the first where there is room. */
export function arranged(panels: Panel[]): Place[] {
  const own = panels.map(({ place }) => (sound(place) ? place : null));
  const taken = own.filter((place) => place !== null);
  const places = panels.map((panel, at) => {
    const found = own[at] ?? firstRoom(usual(panel), taken);
    if (!own[at]) taken.push(found);
    return found;
  });
  const fallen = settled(places);
  return fallen.map((place, at) => (own[at] || !GROWS.includes(panels[at]!.kind) ? place : downToFoot(place, fallen)));
}

/** Let a place that nothing is below reach down to where the board ends, if that is near. */
function downToFoot(place: Place, places: Place[]): Place {
  const foot = Math.max(...places.map(({ y, h }) => y + h));
  const taller = { ...place, h: foot - place.y };
  const free = !places.some((other) => other !== place && overlap(taller, other));
  return free && taller.h <= place.h + MOST_GROWTH ? taller : place;
}

function usual(panel: Panel): { w: number; h: number } {
  const size = USUAL[panel.kind] ?? USUAL.text;
  if (panel.kind !== "table" || panel.by !== "type" || !panel.types?.length) return size;
  return { ...size, h: 1 + Math.ceil(panel.types.length / 2) }; // no taller than its rows
}

/** Tell whether a place is on the grid; what people kept may be anything. */
function sound(place: Place | null | undefined): place is Place {
  if (!place) return false;
  const { x, y, w, h } = place;
  if (![x, y, w, h].every(Number.isInteger)) return false;
  return x >= 0 && w >= 1 && x + w <= COLUMNS && y >= 0 && y <= MOST_DOWN && h >= 1 && h <= MOST_ROWS;
}

/** Let places fall upwards; of two that want one spot, `first` goes before. */
export function settled(places: Place[], first = -1): Place[] {
  const order = places.map((_, at) => at).sort((a, b) => before(places, first, a, b));
  const fallen: Place[] = [];
  const result = [...places];
  for (const at of order) {
    const place = fall(places[at]!, fallen);
    fallen.push(place);
    result[at] = place;
  }
  return result;
}

function before(places: Place[], first: number, a: number, b: number): number {
  const [one, other] = [places[a]!, places[b]!];
  const row = (at: number) => places[at]!.y - (at === first ? 0.5 : 0);
  return row(a) - row(b) || one.x - other.x;
}

function fall(place: Place, fallen: Place[]): Place {
  const free = (y: number) => !fallen.some((other) => overlap({ ...place, y }, other));
  let { y } = place;
  while (!free(y)) y++;
  while (y > 0 && free(y - 1)) y--;
  return { ...place, y };
}

function firstRoom({ w, h }: { w: number; h: number }, taken: Place[]): Place {
  for (let y = 0; ; y++)
    for (let x = 0; x + w <= COLUMNS; x++) {
      const place = { x, y, w, h };
      if (!taken.some((other) => overlap(place, other))) return place;
    }
}

function overlap(a: Place, b: Place): boolean {
  return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/** Move one place to a column and row; the others make way. */
export function movedTo(places: Place[], at: number, x: number, y: number): Place[] {
  const place = places[at]!;
  const wanted = { ...place, x: limited(x, 0, COLUMNS - place.w), y: Math.max(0, y) };
  return settled(replaced(places, at, wanted), at);
}

/** Give a panel that is shown in another way the room that needs; the others make way. */
export function fitted(places: Place[], at: number, panel: Panel): Place[] {
  const { w, h } = places[at]!;
  const least = usual(panel);
  return resizedTo(places, at, Math.max(w, least.w), Math.max(h, least.h));
}

/** Give one place another size; the others make way. */
export function resizedTo(places: Place[], at: number, w: number, h: number): Place[] {
  const place = places[at]!;
  const wanted = {
    ...place,
    w: limited(w, LEAST.w, COLUMNS - place.x),
    h: limited(h, LEAST.h, MOST_ROWS),
  };
  return settled(replaced(places, at, wanted), at);
}

/** Move one place by one column, or past its neighbour above or below. */
export function stepped(places: Place[], at: number, step: Step): Place[] {
  const { x, y } = places[at]!;
  if (step === "left") return movedTo(places, at, x - 1, y);
  if (step === "right") return movedTo(places, at, x + 1, y);
  const neighbour = nearest(places, at, step);
  if (!neighbour) return places;
  if (step === "up") return movedTo(places, at, x, neighbour.y);
  return settled(replaced(places, at, { ...places[at]!, y: neighbour.y + neighbour.h }));
}

/** Grow or shrink one place by one column or row. */
export function grown(places: Place[], at: number, step: Step): Place[] {
  const { w, h } = places[at]!;
  const [dw, dh] = { left: [-1, 0], right: [1, 0], up: [0, -1], down: [0, 1] }[step] as [number, number];
  return resizedTo(places, at, w + dw, h + dh);
}

/** The order in which a narrow screen shows panels, and people read them. */
export function readingOrder(places: Place[]): number[] {
  return places.map((_, at) => at).sort((a, b) => before(places, -1, a, b));
}

function nearest(places: Place[], at: number, step: "up" | "down"): Place | undefined {
  const mine = places[at]!;
  const below = step === "down";
  return places
    .filter((place, other) => other !== at && place.x < mine.x + mine.w && mine.x < place.x + place.w)
    .filter(({ y }) => (below ? y > mine.y : y < mine.y))
    .sort((a, b) => (below ? a.y - b.y : b.y - a.y))[0];
}

const replaced = (places: Place[], at: number, place: Place) => places.with(at, place);

const limited = (value: number, least: number, most: number) => Math.min(Math.max(value, least), most);
