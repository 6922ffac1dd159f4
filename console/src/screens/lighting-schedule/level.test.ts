import { expect, test } from "vitest";
import { barsOf, levelAt, quarters, turnAt } from "./level";

const NOON = "2026-12-21T11:00:00Z";
const NEXT = "2026-12-22T11:00:00Z";
const TURNS = [
  { at: NOON, level: 0, fade_s: 0 },
  { at: "2026-12-21T17:00:00Z", level: 1, fade_s: 0 },
  { at: "2026-12-21T23:00:00Z", level: 0.4, fade_s: 60 },
];
const at = (time: string) => Date.parse(`2026-12-21T${time}Z`);

test("light goes gradually and then stays", () => {
  expect(levelAt(TURNS, at("16:59:00"))).toBe(0);
  expect(levelAt(TURNS, at("17:00:00"))).toBe(1);
  expect(levelAt(TURNS, at("23:00:30"))).toBeCloseTo(0.7);
  expect(levelAt(TURNS, at("23:30:00"))).toBe(0.4);
  expect(turnAt(TURNS, at("22:00:00"))).toBe(TURNS[1]);
});

test("a night is cut into bars from noon to noon", () => {
  const bars = barsOf(TURNS, NOON, NEXT);
  expect(bars.map(({ from, to, level }) => [from, to, level])).toEqual([[0, 0.25, 0], [0.25, 0.5, 1], [0.5, 1, 0.4]]);
});

test("a night in which the clock is changed has another length", () => {
  expect(quarters(NOON, NEXT)).toBe(96);
  expect(quarters("2026-10-24T10:00:00Z", "2026-10-25T11:00:00Z")).toBe(100);
});
