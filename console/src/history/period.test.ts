import { expect, test } from "vitest";
import { daysAgo, daysBack, panned, spanOf, until, upTo, zoomed } from "./period";
import { Zone } from "./zone";

const utc = (text: string) => Date.parse(`${text}Z`) / 1000;
const prague = new Zone("Europe/Prague");
const HOUR_S = 3_600;

test("a range of seven days has the hours the clock gives it", () => {
  expect(spanOf(upTo(utc("2026-04-02T10:00"), "7d", prague)) / HOUR_S).toBe(7 * 24 - 1);
  expect(spanOf(upTo(utc("2026-10-28T10:00"), "7d", prague)) / HOUR_S).toBe(7 * 24 + 1);
});

test("what is zoomed about stays where it is", () => {
  const nearer = zoomed({ from_s: 0, to_s: 1_000 }, 0.5, 200);
  expect(nearer).toEqual({ from_s: 100, to_s: 600 });
  expect(zoomed(nearer, 2, 200)).toEqual({ from_s: 0, to_s: 1_000 });
  expect(spanOf(zoomed({ from_s: 0, to_s: 100 }, 0.001, 50))).toBe(60);
});

test("nothing is shown of the future", () => {
  expect(until(1_000, panned({ from_s: 500, to_s: 900 }, 0.5))).toEqual({ from_s: 600, to_s: 1_000 });
});

test("one compares with last week, or with whole days before", () => {
  const day = { from_s: 0, to_s: 24 * HOUR_S };
  expect(daysBack("week", day)).toBe(7);
  expect(daysBack("before", day)).toBe(1);
  expect(daysBack("before", { from_s: 0, to_s: 5 * HOUR_S })).toBe(1);
  expect(daysBack("before", { from_s: 0, to_s: 25 * HOUR_S })).toBe(1); // a day in autumn
  expect(daysBack("before", { from_s: 0, to_s: 30 * 24 * HOUR_S })).toBe(30);
});

test("last week began at the same time of the clock", () => {
  const now = { from_s: utc("2026-03-30T06:00"), to_s: utc("2026-03-31T06:00") };
  expect(daysAgo(now, 7, prague).from_s).toBe(utc("2026-03-23T07:00"));
});
