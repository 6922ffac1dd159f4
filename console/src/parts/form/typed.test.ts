import { expect, test } from "vitest";
import { itemsIn, jsonIn, numberIn, written } from "./typed";

test("a number has a point or a comma, and nothing is no number", () => {
  expect(numberIn("1,5")).toBe(1.5);
  expect(numberIn("-3")).toBe(-3);
  expect(numberIn("")).toBe("");
  expect(numberIn("five")).toBe("five");
});

test("a list is written one item a line", () => {
  expect(itemsIn("a/#\n\n b/+ \n", false)).toEqual(["a/#", "b/+"]);
  expect(itemsIn("1\n2,5", true)).toEqual([1, 2.5]);
});

test("any JSON is read, and what is none is a text", () => {
  for (const value of [{ a: [1] }, 7, null, true]) expect(jsonIn(written(value))).toEqual(value);
  expect(jsonIn("plain")).toBe("plain");
  expect(written(undefined)).toBe("");
});
