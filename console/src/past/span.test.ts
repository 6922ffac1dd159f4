import { expect, test } from "vitest";
import { Zone } from "../history/zone";
import { gaps, roundedStart, windowAround } from "./span";

const HOUR_MS = 3_600_000;
const at = (hour: number, minute = 0) => new Date(2026, 2, 1, hour, minute);

test("the window stays while the moment is inside, and follows it outside", () => {
  const end = at(12);
  expect(windowAround(at(10), end, 6 * HOUR_MS, at(12))).toBe(end);
  expect(windowAround(at(2), end, 6 * HOUR_MS, at(12))).toEqual(at(5));
  expect(windowAround(at(11, 30), at(5), 6 * HOUR_MS, at(12))).toEqual(at(12));
});

test("bars begin where the clock of the town is round, days at midnight", () => {
  const kolkata = new Zone("Asia/Kolkata"); // half an hour off the full ones
  const rounded = (text: string, step_s: number) => roundedStart(new Date(text), step_s, kolkata);
  expect(rounded("2026-03-01T05:22:00Z", 900)).toEqual(new Date("2026-03-01T05:15:00Z"));
  expect(rounded("2026-03-01T05:22:00Z", 7_200)).toEqual(new Date("2026-03-01T04:30:00Z"));
  expect(rounded("2026-03-01T05:22:00Z", 86_400)).toEqual(new Date("2026-02-28T18:30:00Z"));
});

test("gaps are what no span covers", () => {
  const within = { from: at(0), to: at(12) };
  expect(gaps([], within)).toEqual([within]);
  expect(gaps([{ from: at(1), to: at(3) }, { from: at(5), to: at(13) }], within)).toEqual([
    { from: at(0), to: at(1) },
    { from: at(3), to: at(5) },
  ]);
});
