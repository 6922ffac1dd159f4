import { expect, test } from "vitest";
import { stripsOf } from "./shown";

const days = (from: string, to: string, spans: [string, string][]) =>
  stripsOf({ timezone: "Europe/Prague", from, to, spans: spans.map(([start, end]) => ({ start, end })), holidays: [{ day: "2026-12-24", country: "CZ", name: "Štědrý den" }] });

test("a span is drawn by the clock of the town", () => {
  const [strip] = days("2026-12-23T23:00:00Z", "2026-12-24T23:00:00Z", [["2026-12-24T06:30:00Z", "2026-12-24T08:00:00Z"]]);
  expect(strip!.day).toBe("2026-12-24");
  expect(strip!.held.map((share, hour) => [hour, share]).filter(([, share]) => share)).toEqual([[7, 0.5], [8, 1]]);
  expect(strip!.holidays).toEqual(["Štědrý den (CZ)"]);
});

test("a day on which the clock changes is still one day", () => {
  const strips = days("2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", [["2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"]]);
  expect(strips.map(({ day }) => day)).toEqual(["2026-10-25"]);
  expect(strips[0]!.held).toEqual(Array(24).fill(1));
});
