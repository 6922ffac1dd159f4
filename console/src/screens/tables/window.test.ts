import { expect, test } from "vitest";
import { inSight, scrollTo } from "./window";

test("only what is in sight is drawn, and a few around it", () => {
  expect(inSight({ top: 0, height: 340, row: 34 }, 100_000)).toEqual([0, 18]);
  expect(inSight({ top: 34_000, height: 340, row: 34 }, 100_000)).toEqual([992, 1018]);
  expect(inSight({ top: 3_399_660, height: 340, row: 34 }, 100_000)).toEqual([99_982, 100_000]);
  expect(inSight({ top: 500, height: 340, row: 34 }, 0)).toEqual([0, 0]);
});

test("a place out of sight is scrolled to, by no more than it takes", () => {
  const sight = { top: 340, height: 340, row: 34 };
  expect(scrollTo(10, sight)).toBeNull();
  expect(scrollTo(9, sight)).toBe(306);
  expect(scrollTo(20, sight)).toBe(374);
  expect(scrollTo(19, sight, 34)).toBe(374);
});
