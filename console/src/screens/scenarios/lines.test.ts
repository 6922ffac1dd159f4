import { expect, test } from "vitest";
import { lineOf } from "./lines";

const written = { title: {}, triggers: [{ is: "change", attribute: "a" }, { is: "hand" }], actions: [] };
const lines = JSON.stringify(written, null, 2).split("\n");

test.each([
  [["title"], '"title"'],
  [["triggers"], '"triggers"'],
  [["triggers", 0, "attribute"], '"attribute"'],
  [["triggers", 1, "is"], '"hand"'],
  [["actions"], '"actions"'],
])("%j is where it is written", (place, said) => expect(lines[lineOf(written, place) - 1]).toContain(said));

test("what is missing is told where it should be", () => {
  expect(lines[lineOf(written, ["triggers", 0, "to"]) - 1]).toContain("{");
  expect(lineOf(written, ["scope"])).toBe(1);
});
