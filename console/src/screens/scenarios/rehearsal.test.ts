import { expect, test } from "vitest";
import { busyDays, hitsOf, placesOf, rowsOf, type Hit, type Rehearsed } from "./rehearsal";

const hit = (at: string, outcome: Hit["outcome"], both = false) => ({ at, outcome, both, entity: "urn:x" }) as Hit;
const RESULT: Rehearsed = {
  timeline: [hit("2026-03-01T08:00:00Z", "acts", true), hit("2026-03-01T09:00:00Z", "not_so"), hit("2026-03-06T09:00:00Z", "acts")],
  outcomes: { acts: 2, not_so: 1 },
  both: 1,
  hours: { "2026-03-01T09": 1, "2026-03-06T10": 1 },
  entities: { "urn:x": 2 },
  alarms: { "2026-03-01T09": 3, "2026-03-01T10": 1 },
  known_since: "2026-03-01T00:00:00Z",
  orders: {},
  first_hour: "2026-03-01T00",
  last_hour: "2026-03-06T23",
  beside: null,
};
const BOTH: Rehearsed = { ...RESULT, beside: { ...RESULT, timeline: [hit("2026-03-01T08:00:00Z", "acts", true), hit("2026-03-04T08:00:00Z", "acts")], hours: { "2026-03-04T09": 1 } } };
const always = () => true;

test("a long time is drawn by the day, a short one and a chosen day by the hour", () => {
  expect(placesOf(RESULT, null)).toEqual(["01", "02", "03", "04", "05", "06"].map((day) => `2026-03-${day}`));
  expect(placesOf({ ...RESULT, last_hour: "2026-03-02T11" }, null)).toHaveLength(36);
  expect(placesOf(RESULT, "2026-03-04")).toHaveLength(24);
});

test("hours are counted into their days", () => {
  const rows = rowsOf(RESULT, placesOf(RESULT, null));
  expect(rows.map(({ name, total }) => [name, total])).toEqual([["acts", 2], ["alarms", 4], ["orders", 0]]);
  expect(rows[1]!.values).toEqual([4, 0, 0, 0, 0, 0]);
});

test("beside what is kept, each hit says of which it is", () => {
  expect(hitsOf(BOTH, "acts", always).map(({ of }) => of)).toEqual(["both", "kept", "only"]);
  expect(hitsOf(BOTH, "kept", always).map(({ at }) => at)).toEqual(["2026-03-04T08:00:00Z"]);
  expect(hitsOf(BOTH, "not", always)).toHaveLength(1);
  expect(busyDays(BOTH)).toEqual(["2026-03-01", "2026-03-04", "2026-03-06"]);
});
