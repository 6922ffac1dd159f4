import { expect, test } from "vitest";
import { compared } from "./compared";

test("what was added and what was taken away is told line by line", () => {
  const marked = compared({ a: 1, b: 2 }, { a: 1, c: 3 }).map(({ mark, line }) => mark + line.trim());
  expect(marked).toEqual([" {", ' "a": 1,', '-"b": 2', '+"c": 3', " }"]);
});

test("the same text has no marks", () => {
  expect(compared([1, 2], [1, 2]).every(({ mark }) => mark === " ")).toBe(true);
});
