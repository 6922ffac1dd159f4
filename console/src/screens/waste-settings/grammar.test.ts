import { expect, test } from "vitest";
import { NEW_SHIFT, sentShift, shownShift } from "./grammar";

test("a shift is shown as it was sent, by weekdays or by a calendar", () => {
  const byDays = { ...NEW_SHIFT, vehicle: "urn:ngsi-ld:Vehicle:1" };
  expect(sentShift(byDays)).toMatchObject({ days: [0, 1, 2, 3, 4], break_window: ["09:00", "12:00"] });
  expect(shownShift(sentShift(byDays))).toEqual(byDays);
  const byCalendar = { ...byDays, days: [], calendar: "schooldays" };
  expect(sentShift(byCalendar).days).toBe("schooldays");
  expect(shownShift(sentShift(byCalendar))).toEqual(byCalendar);
});

test("a break that is given no window has none", () => {
  expect(sentShift({ ...NEW_SHIFT, break_window: {} }).break_window).toBeNull();
});
