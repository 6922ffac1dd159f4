import { expect, test } from "vitest";
import { Zone } from "../../../history/zone";
import { endOf, isOdd, lastDay, tokenOf } from "./card";

const prague = new Zone("Europe/Prague");

test.each([
  ["2030-06-15", "2030-06-15T22:00:00.000Z"],
  ["2030-12-31", "2030-12-31T23:00:00.000Z"],
  ["2030-10-27", "2030-10-27T23:00:00.000Z"], // has 25 hours
])("a card that is valid until %s is so until that day of the town is over", (day, end) => {
  expect(endOf(day, prague)).toBe(end);
  expect(lastDay(end, prague)).toBe(day);
});

test("a card ends on the day on which it is taken last", () => {
  expect(lastDay("2030-06-15T10:00:00Z", prague)).toBe("2030-06-15");
  expect(lastDay("2030-06-14T22:00:00Z", prague)).toBe("2030-06-14");
  expect([lastDay(null, prague), endOf("", prague)]).toEqual(["", null]);
});

test("an identifier is read as it is printed, and only as readers tell it", () => {
  expect(tokenOf(" 04 AA\tBB ")).toBe("04AABB");
  expect(["04AABB", "CZ*EMO*C1234-5", "čip", "04/AA"].map(isOdd)).toEqual([false, false, true, true]);
});
