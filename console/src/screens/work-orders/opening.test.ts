import { expect, it } from "vitest";
import { openingsOf, type Filled } from "./opening";

const NOW = new Date("2026-06-01T10:00:00Z");
const filled: Filled = {
  title: " Change the lamp ", description: "", type: "repair", priority: "normal", due_at: null, to: "crew:light",
  place: [19.8, 45.2], steps: [], checklist: "Cut the power\n\n  Lock it ", apart: true,
};
const lamps = [1, 2, 3].map((n) => ({ urn: `urn:ngsi-ld:Streetlight:${n}`, name: `SL-${n}` }));

it("an order of its own for each asset has the asset's place", () => {
  const made = openingsOf(filled, lamps, NOW);
  expect(Object.keys(made).every((name) => /^260601-[0-9a-f]{8}$/.test(name))).toBe(true);
  expect(Object.values(made).map(({ about }) => about)).toEqual(lamps.map(({ urn }) => urn));
  for (const one of Object.values(made)) {
    expect([one.also, one.location, one.title, one.origin]).toEqual([[], null, "Change the lamp", "hand"]);
    expect(one.checklist.map(({ text }) => text)).toEqual(["Cut the power", "Lock it"]);
  }
});

it("one order for all has each asset to be ticked off", () => {
  const [one, ...others] = Object.values(openingsOf({ ...filled, apart: false }, lamps, NOW));
  expect(others).toEqual([]);
  expect(one!.about).toBe(lamps[0]!.urn);
  expect(one!.also).toEqual([lamps[1]!.urn, lamps[2]!.urn]);
  expect(one!.checklist.map(({ text }) => text)).toEqual(["SL-1", "SL-2", "SL-3", "Cut the power", "Lock it"]);
  expect(new Set(one!.checklist.map(({ id }) => id)).size).toBe(5);
});

it("an order about nothing is where somebody says", () => {
  const [one] = Object.values(openingsOf(filled, [], NOW));
  expect(one!.location).toEqual({ type: "Point", coordinates: [19.8, 45.2] });
});

it("each order says of which alarm it comes", () => {
  const because = "urn:ngsi-ld:Alert:flood";
  const [one, other] = Object.values(openingsOf(filled, [{ ...lamps[0]!, because }, lamps[1]!], NOW));
  expect([one!.origin, one!.because]).toEqual(["alarm", because]);
  expect([other!.origin, other!.because]).toEqual(["hand", ""]);
});

it("what is taken from a list comes with what it wants, before further things", () => {
  const steps = [{ text: { en: "Volts" }, wants: "number" as const, unit: "V" }];
  const [one] = Object.values(openingsOf({ ...filled, steps }, [], NOW));
  expect(one!.checklist.map(({ text, wants, unit }) => [text, wants, unit])).toEqual([
    ["Volts", "number", "V"],
    ["Cut the power", undefined, undefined],
    ["Lock it", undefined, undefined],
  ]);
});
