/** Which rows of a long list are in sight. */

export interface Sight {
  top: number; //: px scrolled
  height: number; //: px in sight
  row: number; //: px a row
}

const AROUND = 8; //: rows drawn beyond the edges, so that scrolling shows no gap

/** Return the places to draw, [from, to). */
export function inSight({ top, height, row }: Sight, count: number): [from: number, to: number] {
  const from = Math.max(0, Math.floor(top / row) - AROUND);
  const to = Math.min(count, Math.ceil((top + height) / row) + AROUND);
  return [Math.min(from, to), to];
}

/** Return where to scroll so that a place is in sight; null where it is already. */
export function scrollTo(place: number, { top, height, row }: Sight, covered = 0): number | null {
  const above = place * row;
  if (above < top) return above;
  const below = above + row - (height - covered);
  return below > top ? below : null;
}
