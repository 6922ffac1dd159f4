import { expect, test } from "vitest";
import type { Layer } from "../server/types";
import { changeOf, formatOf, judged, turned } from "./reading";
import type { Asking, Kpi } from "./types";

const field = { attribute: "power", title: "Power", unit: "kW", scale: 1, digits: 1 };
const layers: Layer[] = [
  { layer: 0, type: "A", domain: "d", title: "A", icon: "pin", main: "power", drawn: true, fields: [field], relations: [], orders: [], count: 1 },
];
const asking = (more: Partial<Asking>): Asking => ({ measure: { types: ["A"], attribute: "power" }, ...more });
const kpi = (more: Partial<Kpi>): Kpi => ({ kind: "kpi", goal: "safe", better: "less", measure: {}, ...more });
const percent = { unit: "%", scale: 100, digits: 1 };

test("a number is shown as its field is, unless the panel says otherwise", () => {
  expect(formatOf(asking({}), layers)).toEqual({ unit: "kW", scale: 1, digits: 1 });
  expect(formatOf(asking({ unit: "W", scale: 1000, digits: 0 }), layers)).toEqual({ unit: "W", scale: 1000, digits: 0 });
  expect(formatOf(asking({ aggregate: "integral" }), layers).unit).toBe("kWh");
  expect(formatOf(asking({ aggregate: "share" }), layers)).toEqual(percent);
  expect(formatOf(asking({ measure: { entity: "urn:x" } }), []).digits).toBe(2);
});

test("percentages change by points, everything else by percent", () => {
  expect(changeOf(0.5, 0.4, percent)).toMatchObject({ by: expect.closeTo(10), unit: "%", digits: 1 });
  expect(changeOf(90, 100, { unit: "kWh", scale: 1, digits: 0 })).toEqual({ by: -10, unit: "%", digits: 0 });
  expect(changeOf(3, 0, { unit: "", scale: 1, digits: 0 })).toEqual({ by: 3, unit: "", digits: 0 });
  expect(changeOf(null, 4, percent)).toBeNull();
});

test("a target is met, nearly met or missed", () => {
  expect([14, 16, 20].map((value) => judged(kpi({}), value, 15))).toEqual([0, 1, 2]);
  expect([0.99, 0.9, 0.5].map((value) => judged(kpi({ better: "more" }), value, 0.98))).toEqual([0, 1, 2]);
  expect([0, 4].map((value) => judged(kpi({}), value, 0))).toEqual([0, 1]);
  expect(judged(kpi({}), 3, null)).toBeNull();
});

test("less is better where the town wants less", () => {
  const fewer = { by: -10, unit: "%", digits: 0 };
  expect(turned(kpi({}), fewer)).toBe(1);
  expect(turned(kpi({ better: "more" }), fewer)).toBe(-1);
  expect(turned(kpi({}), { ...fewer, by: 0.2 })).toBe(0);
});
