import { expect, test } from "vitest";
import { levelsOf, lineOf, mostOf, savingOf, sumOf } from "./figures";
import type { Result } from "./types";

const outcome = (kwh: number, lit = 9, levels: number[] = []) => ({ kwh, lit, asked: 10, levels });
const result: Result = {
  nights: [
    { day: "2026-01-05", dark_h: 15, people: "drawn", special: [], price: 0.2, one: outcome(30, 9, [0, 1]), other: outcome(100, 10) },
    { day: "2026-01-06", dark_h: 15, people: "drawn", special: [], price: 0.2, one: outcome(50), other: null },
  ],
  night: "2026-01-05",
  lamps: 10,
  along_streets: 10,
  sensors: 10,
  currency: "EUR",
  kg_per_kwh: 0.5,
  factor: "",
  counted: false,
};

test("all nights that are known are summed up", () => {
  expect(sumOf(result, "one")).toEqual({ nights: 2, kwh: 80, money: 16, kg: 40, ahead: 0.9 });
  expect(sumOf(result, "other")).toMatchObject({ nights: 1, kwh: 100, ahead: 1 });
});

test("what is saved is told of nights that are known of both", () => {
  expect(savingOf(result)).toBeCloseTo(0.7);
  expect(savingOf({ ...result, nights: [] })).toBeNull();
});

test("without a price there is no money", () => {
  const unpriced = { ...result, nights: result.nights.map((night) => ({ ...night, price: null })), kg_per_kwh: null };
  expect(sumOf(unpriced, "one")).toMatchObject({ money: null, kg: null });
});

test("the levels of the night that tells them are drawn as a line", () => {
  expect(mostOf(result)).toBe(100);
  expect(levelsOf(result, "one")).toEqual([0, 1]);
  expect(levelsOf(result, "other")).toEqual([]);
  expect(lineOf([0, 1])).toBe("M0 100L1 0");
});
