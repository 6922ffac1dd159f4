import { expect, test } from "vitest";
import type { Field, Layer } from "../server/types";
import { shareOf, stepOf } from "./levels";

const field = (attribute: string, unit: string, scale: number): Field => ({ attribute, title: attribute, unit, scale, digits: 0 });
const layer = (main: string, ...fields: Field[]) => ({ main, fields }) as Layer;

test("a share falls into one of five steps, the last holds all", () => {
  expect([0, 0.19, 0.2, 0.6, 0.99, 1].map(stepOf)).toEqual([0, 0, 1, 3, 4, 4]);
});

test("what a broken sensor says stays at the ends, and nothing is in no step", () => {
  expect([-0.5, 3, Number.NaN].map(stepOf)).toEqual([0, 4, -1]);
});

test("only a main value that is a share can be looked at by steps", () => {
  const level = field("illuminanceLevel", "%", 100);
  expect(shareOf(layer("illuminanceLevel", level))).toBe(level);
  expect(shareOf(layer("temperature", field("temperature", "°C", 1), level))).toBeUndefined();
});
