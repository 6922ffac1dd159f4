/** Kilometres against overflows, as places in a box of 100 by 100. Pure. */

import type { Came } from "./types";

export interface Dot {
  number: number;
  x: number;
  y: number; //: down
  best: boolean; //: none comes to fewer of both
}

const MARGIN = 6;

/** Where each way lies; the box begins at nothing of both. */
export function dotsOf(came: readonly Came[]): Dot[] {
  const [most, worst] = [Math.max(1e-9, ...came.map(({ km }) => km)), Math.max(1e-9, ...came.map(({ over }) => over))];
  const scaled = (share: number) => MARGIN + (100 - 2 * MARGIN) * share;
  return came.map((one) => ({
    number: one.number,
    x: scaled(one.km / most),
    y: 100 - scaled(one.over / worst),
    best: !came.some((other) => other.km <= one.km && other.over <= one.over && (other.km < one.km || other.over < one.over)),
  }));
}
