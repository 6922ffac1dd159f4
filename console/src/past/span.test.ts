import { expect, test } from "vitest";
import { gaps, roundedStart, ticks, windowAround } from "./span";

const HOUR_MS = 3_600_000;
const at = (hour: number, minute = 0) => new Date(2026, 2, 1, hour, minute);

test("the window stays while the moment is inside, and follows it outside", () => {
  const end = at(12);
  expect(windowAround(at(10), end, 6 * HOUR_MS, at(12))).toBe(end);
  expect(windowAround(at(2), end, 6 * HOUR_MS, at(12))).toEqual(at(5));
  expect(windowAround(at(11, 30), at(5), 6 * HOUR_MS, at(12))).toEqual(at(12));
});

test("bars begin where clocks are round, days at midnight", () => {
  expect(roundedStart(at(10, 52), 900)).toEqual(at(10, 45));
  expect(roundedStart(at(10, 52), 86_400)).toEqual(at(0));
});

test("as many round moments are written as have room", () => {
  expect(ticks({ from: at(0, 10), to: at(6) }, 4)).toEqual([at(2), at(4), at(6)]);
  expect(ticks({ from: at(0), to: at(6) }, 12)).toHaveLength(6);
});

test("gaps are what no span covers", () => {
  const within = { from: at(0), to: at(12) };
  expect(gaps([], within)).toEqual([within]);
  expect(gaps([{ from: at(1), to: at(3) }, { from: at(5), to: at(13) }], within)).toEqual([
    { from: at(0), to: at(1) },
    { from: at(3), to: at(5) },
  ]);
});
