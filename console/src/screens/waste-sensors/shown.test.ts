import { expect, test } from "vitest";
import { netOf, sensorsFor, type Wanted } from "./shown";
import type { Sensor } from "./types";

const sensor = (name: string, more: Partial<Sensor> = {}): Sensor =>
  ({ name, found: null, worth: null, fee: null, battery: null, verdict: "notKnown", ...more }) as Sensor;
const found = (kind: string) => ({ kind, confidence: 0.9 }) as Sensor["found"];
const worth = (month: number) => ({ month, low: month, high: month }) as Sensor["worth"];

const ALL = [
  sensor("b", { found: found("drift"), worth: worth(50), fee: 200, verdict: "doesNot" }),
  sensor("a", { battery: { ends: "2031-02-01T00:00:00Z", low: "", high: "" } }),
  sensor("c", { found: found("fire"), worth: worth(500), fee: 200, verdict: "pays" }),
];
const names = (wanted: Partial<Wanted>) =>
  sensorsFor({ words: "", kind: "", verdict: "", sort: "urgent", ...wanted }, ALL, ({ name }) => String(name)).map(({ name }) => name);

test("what burns comes first, and what is well last", () => expect(names({})).toEqual(["c", "b", "a"]));
test("the least worth its fee comes first, and what is not known last", () => expect(names({ sort: "worth" })).toEqual(["b", "c", "a"]));
test("the battery that ends first comes first", () => expect(names({ sort: "battery" })[0]).toBe("a"));
test("it is narrowed by words, by what is wrong, and by what pays", () => {
  expect(names({ words: "B" })).toEqual(["b"]);
  expect(names({ kind: "wrong" })).toEqual(["c", "b"]);
  expect(names({ kind: "drift" })).toEqual(["b"]);
  expect(names({ verdict: "pays" })).toEqual(["c"]);
});
test("a worth nobody knows is no loss", () => expect(netOf(sensor("x", { fee: 200 }))).toBeNull());
