import { expect, test } from "vitest";
import type { Layer } from "../server/types";
import { figureOf } from "./figures";

function layer(unit: string, scale = 1): Layer {
  const field = { attribute: "main", title: "Main", unit, scale, digits: 0 };
  return { layer: 0, type: "T", domain: "d", title: "T", icon: "pin", main: "main", drawn: true, fields: [field], relations: [], orders: [], count: 3 };
}
const tally = { total: 3, status: [3, 0, 0, 0, 0] as [number, number, number, number, number], known: 2, sum: 30_000, highest: 20_000 };

test("shares are averaged and shown in percent", () => {
  expect(figureOf(layer("%", 100), { ...tally, sum: 1 })).toMatchObject({ value: 50, how: "average" });
});

test("powers add up, and large ones are written in thousands", () => {
  expect(figureOf(layer("W"), tally)).toMatchObject({ value: 30, unit: "kW", how: "sum" });
});

test("of what harms the highest counts", () => {
  expect(figureOf(layer("µg/m³"), tally)).toMatchObject({ value: 20_000, how: "highest" });
});

test("nothing known is no number", () => {
  expect(figureOf(layer("W"), { ...tally, known: 0 }).value).toBeNull();
});
