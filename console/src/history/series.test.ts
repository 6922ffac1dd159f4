import { expect, test } from "vitest";
import { alone, extremes, gaps, intervalAt, middle_s, nearestPlace, placeAt, type Line } from "./series";

const line = (t: number[], mean: (number | null)[], more: Partial<Line> = {}): Line => ({
  t,
  mean,
  min: mean,
  max: mean,
  step_s: 10,
  thinned: false,
  observations: mean.length,
  ...more,
});

test("extremes are those of the band and ignore what is missing", () => {
  const thinned = line([0, 10, 20], [2, null, 3], { min: [1, null, 2.5], max: [9, null, 4] });
  expect(extremes(thinned)).toEqual({ min: 1, max: 9, last: 3 });
  expect(gaps(thinned)).toBe(1);
  expect(extremes(line([], []))).toBeNull();
});

test("the value that holds is the nearest one, and none in a gap or far away", () => {
  const silent = line([0, 10, 20, 100], [1, 2, null, 4]);
  expect(placeAt(silent, 4)).toBe(0);
  expect(placeAt(silent, 6)).toBe(1);
  expect(placeAt(silent, 22)).toBeNull();
  expect(placeAt(silent, 114)).toBe(3);
  expect(placeAt(silent, 200)).toBeNull();
});

test("a step holds from its beginning to its end", () => {
  const steps = line([0, 10, 20], [1, 2, 3], { thinned: true });
  expect(middle_s(steps)).toBe(5);
  expect([1, 9, 11, 29].map((at) => placeAt(steps, at))).toEqual([0, 0, 1, 2]);
});

test("a state holds until the next", () => {
  const interval = (from_s: number, to_s: number, value: string) => ({ from_s, to_s, value, mixed: false });
  const band = { intervals: [interval(0, 5, "off"), interval(5, 9, "on")], thinned: false, knownFrom_s: null, observations: 2 };
  expect(intervalAt(band, 5)?.value).toBe("on");
  expect(intervalAt(band, 9)).toBeUndefined();
});

test("the nearest of none is nowhere", () => {
  expect(nearestPlace([], 3)).toBeNull();
  expect([-1, 0, 4, 6, 99].map((at) => nearestPlace([0, 5, 10], at))).toEqual([0, 0, 1, 1, 2]);
});

test("what stands alone between gaps is a dot", () => {
  expect(alone([1, null, 2, 3, null, 4])).toEqual([0, 5]);
  expect(alone([1, undefined, 2, null, undefined, 3])).toEqual([5]);
});
