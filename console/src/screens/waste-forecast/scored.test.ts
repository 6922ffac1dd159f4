import { expect, test } from "vitest";
import { drifting, horizonsOf, rowsOf, wholeOf } from "./scored";
import type { Score } from "./types";

const score = (fraction: string, horizon: number, more: Partial<Score> = {}): Score => ({
  fraction,
  horizon,
  count: 100,
  error: 12,
  bias: 1,
  covered: 0.8,
  drifted: false,
  ...more,
});

test("a fraction is a row, days ahead are columns, all together come first", () => {
  const scores = [score("", 0), score("", 1), score("", 3), score("glass", 1), score("paper", 3)];
  expect(horizonsOf(scores)).toEqual([1, 3]);
  expect(rowsOf(scores).map(({ fraction, cells }) => [fraction, cells.map((one) => one?.horizon ?? null)])).toEqual([
    ["", [1, 3]],
    ["glass", [1, null]],
    ["paper", [null, 3]],
  ]);
  expect(wholeOf(scores)?.horizon).toBe(0);
});

test("of one fraction nothing is said twice", () => {
  expect(rowsOf([score("", 0), score("", 1), score("glass", 1)]).map(({ fraction }) => fraction)).toEqual([""]);
});

test("a forecast that nobody compared yet has nothing to say", () => {
  expect([rowsOf([]), wholeOf([]), drifting([])]).toEqual([[], null, []]);
});

test("what drifted is named by its fraction", () => {
  const lost = score("glass", 3, { covered: 0.5, drifted: true });
  expect(drifting([score("", 3, { drifted: true }), lost])).toEqual([lost]);
});
