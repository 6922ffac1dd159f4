/** Where in a written document a place is. Pure. */

import type { Place } from "../../parts/form/place";

/** Tell the line on which what is at a place begins, as JSON is written with an indent of two; the first is 1. */
export function lineOf(document: unknown, place: Place): number {
  const [step, ...rest] = place;
  if (step === undefined || typeof document !== "object" || document === null) return 1;
  const entries = Object.entries(document).filter(([, value]) => value !== undefined);
  const at = entries.findIndex(([name]) => name === String(step));
  if (at < 0) return 1;
  const before = entries.slice(0, at).reduce((sum, [, value]) => sum + JSON.stringify(value, null, 2).split("\n").length, 0);
  return 1 + before + lineOf(entries[at]![1], rest);
}
