import { expect, test } from "vitest";
import { columns, extremes, withGaps, type Columns } from "./series";

const history = { attribute: "a", unit: null, step_s: null, t: [0, 10, 20], mean: [0.1, null, 0.3], min: null, max: null };

test("raw values have a band of no width", () => {
  const [, mean, min, max] = columns(history, 100);
  expect(mean).toEqual([10, null, 30]);
  expect([min, max]).toEqual([mean, mean]);
});

test("extremes ignore what is missing", () => {
  expect(extremes(columns(history, 100))).toEqual({ min: 10, max: 30, last: 30 });
  expect(extremes([[], [], [], []])).toBeNull();
});

test("a silence breaks the line", () => {
  const steady: Columns = [[0, 10, 20, 100, 110], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1]];
  const [t, mean] = withGaps(steady);
  expect(t).toEqual([0, 10, 20, 95, 100, 110]);
  expect(mean).toEqual([1, 1, 1, null, 1, 1]);
});
