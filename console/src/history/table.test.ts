import { expect, test } from "vitest";
import type { Line } from "./series";
import { csvOf, tableOf, type Drawn } from "./table";

const line = (mean: (number | null)[], thinned = false): Line => ({
  t: mean.map((_, n) => n * 60),
  mean,
  min: mean.map((value) => value && value - 1),
  max: mean.map((value) => value && value + 1),
  step_s: 60,
  thinned,
  observations: mean.length,
});

const power = { kind: "number", key: "p", title: "Power", unit: "W", digits: 1, read: () => Promise.reject() } as const;
const state = { kind: "state", key: "s", title: "State", word: String, read: () => Promise.reject() } as const;
const band = {
  intervals: [
    { from_s: 0, to_s: 60, value: "=off", mixed: false },
    { from_s: 60, to_s: 90, value: null, mixed: true },
  ],
  thinned: false,
  knownFrom_s: null,
  observations: 2,
};

const csv = (drawn: Drawn[]) =>
  csvOf(tableOf(drawn, "mixed"), "Time (UTC)", ({ title, sort, unit }) => `${title} ${sort} [${unit}]`, String).split("\r\n");

test("observations and states stand beside each other, a row a time", () => {
  const drawn: Drawn[] = [
    { series: power, line: line([1, null, 3]), before: line([7, 8, 9]) },
    { series: state, band },
  ];
  expect(csv(drawn)).toEqual([
    "\uFEFFTime (UTC),Power mean [W],Power before [W],State state []",
    "0,1,7,'=off",
    "60,,8,mixed",
    "120,3,9,",
    "",
  ]);
});

test("what was thinned has its extremes beside it", () => {
  expect(csv([{ series: power, line: line([5, 6], true), before: null }])).toEqual([
    "\uFEFFTime (UTC),Power mean [W],Power min [W],Power max [W]",
    "0,5,4,6",
    "60,6,5,7",
    "",
  ]);
});

test("a field with a comma or a quote is quoted", () => {
  const said = { ...state, word: () => 'on, "loud"' };
  expect(csv([{ series: said, band }])[1]).toBe('0,"on, ""loud"""');
});
