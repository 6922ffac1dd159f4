import { expect, test } from "vitest";
import { drawn, HEIGHT, WIDTH } from "./drawing";
import type { Course } from "./types";

const DAY = 86_400;
const course = (more: Partial<Course> = {}): Course => ({
  name: "x",
  levels: [[0, 0], [DAY, 0.5], [5 * DAY, 1]],
  corrected: [],
  temperatures: [],
  batteries: [],
  emptied: [],
  seen: [],
  strange: 0,
  marks: [],
  diagnosis: null,
  ...more,
});

test("a gap stays a gap", () => expect(drawn(course()).read.split("M").length - 1).toBe(2));
test("what lies outside is not drawn, and nothing leaves the drawing", () => {
  const { emptied, seen } = drawn(course({ emptied: [-5, 2 * DAY, 9 * DAY], seen: [[DAY, 2.55]] }));
  expect(emptied).toHaveLength(1);
  expect(seen.every(({ x, y }) => x > 0 && x < WIDTH && y > 0 && y < HEIGHT)).toBe(true);
});
test("what means nothing is left out of what is corrected", () => {
  expect(drawn(course({ corrected: [[0, 0.1], [DAY, null], [2 * DAY, 0.3]] })).corrected).toMatch(/^M[^ML]+M[^ML]+$/);
});
