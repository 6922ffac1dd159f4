import { expect, test } from "vitest";
import type { AssetField } from "../server/types";
import { instant, placed, shownValue, spelled } from "./values";

const field = (value: unknown, unit: string | null = null): AssetField => ({
  attribute: "a",
  value,
  unit,
  observed_at: null,
  kind: "Property",
});

test("a described number is scaled to its unit", () => {
  const known = { attribute: "a", title: "A", unit: "%", scale: 100, digits: 0 };
  expect(shownValue(field(0.97), known)).toEqual({ value: 97, unit: "%", digits: 0 });
});

test("a number nobody described keeps its own unit and three digits", () => {
  expect(shownValue(field(6.437, "CEL"), undefined)).toEqual({ value: 6.437, unit: "°C", digits: 2 });
});

test("points and addresses are written plainly", () => {
  expect(shownValue(field({ type: "Point", coordinates: [19.84, 45.25] }), undefined).value).toBe("45.25000, 19.84000");
  expect(shownValue(field({ "@type": "DateTime", "@value": "2026-11-25T06:29:23Z" }), undefined).value).toBe("2026-11-25T06:29:23Z");
  expect(shownValue(field({ streetAddress: "Jevrejska 3" }), undefined).value).toBe("Jevrejska 3");
});

test("a moment is told from a text", () => {
  expect(instant("2026-03-01T10:00:00Z")?.getTime()).toBe(Date.UTC(2026, 2, 1, 10));
  expect(instant("2026")).toBeNull();
});

test("names are spelled as words, and streets are not said twice", () => {
  expect(spelled("averageVehicleSpeed")).toBe("Average vehicle speed");
  expect(placed("KO-1 Jevrejska", "Jevrejska")).toBe("KO-1 Jevrejska");
  expect(placed("KO-1", "Jevrejska")).toBe("KO-1 · Jevrejska");
});
