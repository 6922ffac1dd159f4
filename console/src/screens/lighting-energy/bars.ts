/** The bars of months, laid out between 0 and 1 from below. Pure. */

import type { Month } from "./types";

const STEPS = [1, 2, 2.5, 5, 10];
const LINES = 4;

export interface Bar {
  month: string;
  height: number;
  low: number;
  high: number;
  before: number | null;
}

/** Return what the topmost line stands for, and what each of the others does. */
export function scaleFor(months: readonly Month[]): number[] {
  const most = Math.max(1, ...months.flatMap(({ actual, baseline }) => [actual.high, baseline?.value ?? 0]));
  const power = 10 ** Math.floor(Math.log10(most / LINES));
  const step = power * STEPS.find((one) => one * power * LINES >= most)!;
  return Array.from({ length: LINES + 1 }, (_, at) => at * step);
}

/** Return each month's bar on a scale. */
export function barsOf(months: readonly Month[], scale: readonly number[]): Bar[] {
  const top = scale.at(-1)!;
  return months.map(({ month, actual, baseline }) => ({
    month,
    height: Math.max(0, actual.value) / top,
    low: Math.max(0, actual.low) / top,
    high: actual.high / top,
    before: baseline === null ? null : Math.max(0, baseline.value) / top,
  }));
}
