import { expect, test } from "vitest";
import { chosenBy, islesOf } from "./stickers";
import type { Stuck } from "./types";

const stuck = (urn: string, isle: string, fractions: string[], printed = false): Stuck => ({ urn, name: urn, isle, isle_name: isle.toUpperCase(), fractions, street: "", printed });
const ALL = [stuck("a", "s2", ["paper"]), stuck("b", "s1", ["glass", "paper"], true), stuck("c", "", ["glass"])];
const urns = (...wish: Parameters<typeof chosenBy>) => chosenBy(...wish).map(({ urn }) => urn);

test("containers are chosen by isle, waste, what they have, and marks on the map", () => {
  const any = { isle: "", fraction: "", fresh: false, marked: null };
  expect(urns(ALL, any)).toEqual(["a", "b", "c"]);
  expect(urns(ALL, { ...any, isle: "s1" })).toEqual(["b"]);
  expect(urns(ALL, { ...any, fraction: "paper", fresh: true })).toEqual(["a"]);
  expect(urns(ALL, { ...any, marked: new Set(["c"]) })).toEqual(["c"]);
});

test("isles are offered by their names, once", () => {
  expect(islesOf([...ALL, ALL[0]!])).toEqual([
    { value: "s1", title: "S1" },
    { value: "s2", title: "S2" },
  ]);
});
