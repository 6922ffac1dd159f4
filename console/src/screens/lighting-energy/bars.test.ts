import { describe, expect, test } from "vitest";
import { barsOf, scaleFor } from "./bars";
import type { Month } from "./types";

const month = (value: number, before: number | null): Month =>
  ({
    month: "2026-01",
    actual: { value, low: value * 0.9, high: value * 1.1 },
    baseline: before === null ? null : { value: before, low: before, high: before },
  }) as Month;

describe("bars of months", () => {
  test("the scale is round and holds bars, intervals and what was before", () => {
    expect(scaleFor([month(100, 380)])).toEqual([0, 100, 200, 300, 400]);
    expect(scaleFor([month(100, null)])).toEqual([0, 50, 100, 150, 200]);
    expect(scaleFor([])).toEqual([0, 0.25, 0.5, 0.75, 1]);
  });

  test("nothing is drawn outside of it", () => {
    const months = [month(100, 380), month(0, null), month(-5, -5)];
    for (const bar of barsOf(months, scaleFor(months))) {
      for (const place of [bar.height, bar.low, bar.before ?? 0]) {
        expect(place).toBeGreaterThanOrEqual(0);
        expect(place).toBeLessThanOrEqual(1);
      }
    }
  });
});
