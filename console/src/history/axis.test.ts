import { expect, test } from "vitest";
import { ticks } from "./axis";
import { Zone } from "./zone";

const utc = (text: string) => Date.parse(`${text}Z`) / 1000;
const HOUR_S = 3_600;
const DAY_S = 24 * HOUR_S;

/** What the clock shows at every mark. */
function shown(from: string, hours: number, most: number, name = "Europe/Prague") {
  const zone = new Zone(name);
  const from_s = utc(from);
  return ticks({ from_s, to_s: from_s + hours * HOUR_S }, zone, most).map(({ at_s, shape }) => {
    const { day, hour, minute } = zone.wall(at_s);
    return shape === "time" || shape === "twice"
      ? `${hour}:${String(minute).padStart(2, "0")}${shape === "twice" ? zone.ahead(at_s) : ""}`
      : `${shape} ${day}`;
  });
}

test("an ordinary day is marked by its hours, midnight by its date", () => {
  expect(shown("2026-06-01T10:00", 24, 9)).toEqual(["12:00", "15:00", "18:00", "21:00", "date 2", "3:00", "6:00", "9:00"]);
});

test("the hour that comes twice is marked twice, and told apart", () => {
  expect(shown("2026-10-24T22:00", 6, 8)).toEqual(["date 25", "1:00", "2:00+02:00", "2:00+01:00", "3:00", "4:00"]);
});

test("the hour that is left out is not marked", () => {
  expect(shown("2026-03-28T23:00", 5, 8)).toEqual(["date 29", "1:00", "3:00", "4:00", "5:00"]);
});

test("midnights stay midnights over the night in which the clock is changed", () => {
  expect(shown("2026-03-27T12:00", 24 * 4, 5)).toEqual(["date 28", "date 29", "date 30", "date 31"]);
  expect(shown("2026-10-23T12:00", 24 * 4, 5)).toEqual(["date 24", "date 25", "date 26", "date 27"]);
});

test("two-hourly marks are those of the clock, also on a day of 25 hours", () => {
  expect(shown("2026-10-24T22:00", 9, 5)).toEqual(["date 25", "2:00", "4:00", "6:00"]);
});

test("a clock that is half an hour off has marks at its own full hours", () => {
  expect(shown("2026-06-01T10:00", 4, 5, "America/St_Johns")).toEqual(["8:00", "9:00", "10:00", "11:00"]);
  expect(shown("2026-06-01T10:00", 1, 5, "Asia/Kathmandu")).toEqual(["15:45", "16:00", "16:15", "16:30"]);
});

test("months and years begin on their first", () => {
  expect(shown("2025-11-10T12:00", 24 * 120, 5)).toEqual(["month 1", "year 1", "month 1", "month 1"]);
  expect(shown("2015-06-01T12:00", 24 * 3_000, 9).every((mark) => mark === "year 1")).toBe(true);
});

test("there are never more marks than fit", () => {
  const zone = new Zone("Europe/Belgrade");
  for (let span_s = 60; span_s < 40 * 365 * DAY_S; span_s *= 1.37)
    for (const most of [3, 6, 12]) {
      const found = ticks({ from_s: utc("2026-10-20T09:17"), to_s: utc("2026-10-20T09:17") + span_s }, zone, most);
      expect(found.length, `${span_s} s`).toBeLessThanOrEqual(most + 1);
      expect([...found].sort((a, b) => a.at_s - b.at_s)).toEqual(found);
    }
});
