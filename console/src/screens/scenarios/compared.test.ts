import { expect, test } from "vitest";
import { compared, differing } from "./compared";

test("what was added and what was taken away is told line by line", () => {
  const marked = compared({ a: 1, b: 2 }, { a: 1, c: 3 }).map(({ mark, line }) => mark + line.trim());
  expect(marked).toEqual([" {", ' "a": 1,', '-"b": 2', '+"c": 3', " }"]);
});

test("the same text has no marks", () => {
  expect(compared([1, 2], [1, 2]).every(({ mark }) => mark === " ")).toBe(true);
});

test("in words only what is another is told, under what it is about", () => {
  const older = { scenWhen: ["it is 90 % full", "somebody starts it"], scenThen: ["tell Jana"] };
  const newer = { scenWhen: ["somebody starts it", "it is 95 % full"], scenThen: ["tell Jana"], scenIf: ["it is Monday"] };
  expect(differing(older, newer)).toEqual([
    { about: "scenWhen", gone: ["it is 90 % full"], come: ["it is 95 % full"] },
    { about: "scenIf", gone: [], come: ["it is Monday"] },
  ]);
});

test("what is said twice and then once is told once", () => {
  expect(differing({ scenThen: ["wait", "wait"] }, { scenThen: ["wait"] })).toEqual([{ about: "scenThen", gone: ["wait"], come: [] }]);
  expect(differing({ scenThen: ["a", "b"] }, { scenThen: ["b", "a"] })).toEqual([]);
});
