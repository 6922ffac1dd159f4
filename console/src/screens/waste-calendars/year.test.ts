import { expect, test } from "vitest";
import { empty, sent, shown } from "./grammar";
import { monthsOf } from "./year";

test("each month has its days, and tells which were moved", () => {
  const months = monthsOf(2030, [
    { day: "2030-01-07", planned: "2030-01-07" },
    { day: "2030-04-23", planned: "2030-04-22" },
  ]);
  expect(months).toHaveLength(12);
  expect(months[0]!.days).toEqual([{ day: 7, moved: false }]);
  expect(months[3]!.days).toEqual([{ day: 23, moved: true }]);
});

test("weekdays are counted from one on the screen and from nothing on the way", () => {
  const definition = { ...empty("2030-01-01"), weekdays: [1, 7] };
  expect(sent(definition).weekdays).toEqual([0, 6]);
  expect(shown(sent(definition))).toEqual(definition);
});
