import { expect, test } from "vitest";
import { Zone, zoneOf } from "./zone";

const utc = (text: string) => Date.parse(`${text}Z`) / 1000;
const prague = new Zone("Europe/Prague");
const HOUR_S = 3_600;

test.each([
  ["Europe/Prague", "2026-07-01T12:00", "+02:00"],
  ["Europe/Belgrade", "2026-12-01T12:00", "+01:00"],
  ["America/St_Johns", "2026-12-01T12:00", "−03:30"],
  ["Australia/Lord_Howe", "2026-07-01T12:00", "+10:30"],
  ["Pacific/Chatham", "2026-01-01T12:00", "+13:45"],
])("the clock of %s is ahead of UTC at %s by %s", (name, at, ahead) => {
  expect(new Zone(name).ahead(utc(at))).toBe(ahead);
});

test("a day in spring has 23 hours, one in autumn 25", () => {
  const hours = (day: string) => {
    const begun = prague.midnight(utc(`${day}T12:00`));
    return (prague.later(begun, 1) - begun) / HOUR_S;
  };
  expect([hours("2026-03-29"), hours("2026-10-25"), hours("2026-06-01")]).toEqual([23, 25, 24]);
});

test("an hour shown twice is told apart, and kept apart a week later", () => {
  const [first, second] = [utc("2026-10-25T00:30"), utc("2026-10-25T01:30")];
  expect(prague.wall(first)).toEqual(prague.wall(second));
  expect([first, second, second + HOUR_S].map((at) => prague.twice(at))).toEqual([true, true, false]);
  expect([prague.iso(first), prague.iso(second)]).toEqual([
    "2026-10-25T02:30:00+02:00",
    "2026-10-25T02:30:00+01:00",
  ]);
  expect(prague.at(prague.wall(second))).toBe(first);
});

test("a week later the clock shows the same", () => {
  const before = utc("2026-03-22T05:00");
  expect(prague.wall(prague.later(before, 7)).hour).toBe(6);
  expect(prague.later(before, 7) - before).toBe((7 * 24 - 1) * HOUR_S);
  expect(prague.later(prague.later(before, 7), -7)).toBe(before);
});

test("a time the clock never shows is the one after it was put forward", () => {
  const never = prague.at({ year: 2026, month: 3, day: 29, hour: 2, minute: 30, second: 0 });
  expect(prague.wall(never).hour).toBe(3);
});

test("half an hour of summer time is no trouble", () => {
  const howe = new Zone("Australia/Lord_Howe");
  const begun = howe.midnight(utc("2026-04-05T03:00"));
  expect((howe.later(begun, 1) - begun) / HOUR_S).toBe(24.5);
});

test("a town that names no zone, or one there is not, lives by the reader's", () => {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(zoneOf(undefined).name).toBe(own);
  expect(zoneOf("Europe/Atlantis").name).toBe(own);
  expect(zoneOf("Europe/Belgrade").name).toBe("Europe/Belgrade");
});
