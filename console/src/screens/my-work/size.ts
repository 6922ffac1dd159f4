/** How large a picture is when it is sent. Pure. */

export const LONGEST_SIDE = 1_600; //: pixels

/** The size of a picture no side of which is longer than that, pixels; it is never made larger. */
export function fitting(width: number, height: number, longest = LONGEST_SIDE): [width: number, height: number] {
  const share = Math.min(1, longest / Math.max(width, height));
  return [Math.max(1, Math.round(width * share)), Math.max(1, Math.round(height * share))];
}
