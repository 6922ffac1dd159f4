import { expect, test } from "vitest";
import { readLogic, writeLogic } from "./logic";

const dark = { is: "compare", attribute: "entity.powerState", operator: "==", value: "off" };
const late = { is: "compare", attribute: "local.hour", operator: ">=", value: 22 };
const early = { is: "compare", attribute: "local.hour", operator: "<", value: 5 };

test.each([
  ['entity.powerState == "off"', dark],
  ['entity.powerState == "off" and (local.hour >= 22 or local.hour < 5)', { is: "all", of: [dark, { is: "any", of: [late, early] }] }],
  ["not (local.hour >= 22)", { is: "not", of: late }],
])("%s is read and written as it was", (text, tree) => {
  expect(readLogic(text)).toEqual(tree);
  expect(writeLogic(tree)).toBe(text);
});

test.each(["sum(x) > 3", "a == b", "a == 1 and b == 2 or c == 3", "", "a ==", "(a == 1", 'a == "x'])(
  "%s says more than a tree can, and stays text",
  (text) => expect(readLogic(text)).toBeNull(),
);

test("texts may hold quotation marks and words that join", () => {
  const said = { ...dark, value: 'a "b" and c' };
  expect(readLogic(writeLogic(said))).toEqual(said);
});
