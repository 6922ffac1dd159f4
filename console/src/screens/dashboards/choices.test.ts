import { expect, test } from "vitest";
import type { ChartPanel, NumberPanel } from "../../boards/types";
import { aggregatesOf, consistent, turnedInto } from "./choices";

const number: NumberPanel = { kind: "number", measure: { types: ["A"], attribute: "a" } };

test("an integral needs a period, and assets themselves are only counted", () => {
  expect(aggregatesOf(number)).not.toContain("integral");
  expect(aggregatesOf({ ...number, period: "day" })).toContain("integral");
  expect(aggregatesOf({ measure: { types: ["A"] } })).toEqual(["count", "share"]);
});

test("what no longer makes sense is replaced or left out", () => {
  const share = consistent({ ...number, aggregate: "share" });
  expect(share.measure.above).toBe(0);
  expect(consistent({ ...share, aggregate: "mean" }).measure).toEqual({ types: ["A"], attribute: "a" });
  const states = consistent({ ...share, measure: { ...share.measure, attribute: "" } });
  expect(states).toMatchObject({ aggregate: "share", measure: { statuses: ["ok"] } });
  expect(states.measure.above).toBeUndefined();
});

test("a panel keeps what it is about when it is shown in another way", () => {
  const chart = turnedInto("chart", { ...number, period: "now" }, []);
  expect(chart).toMatchObject({ kind: "chart", period: "day", measure: number.measure });
  expect(turnedInto("map", chart, [])).toMatchObject({ kind: "map", types: ["A"] });
  expect(turnedInto("kpi", turnedInto("table", chart as ChartPanel, []), [])).toMatchObject({
    aggregate: "count",
    measure: { types: ["A"] },
  });
});
