import { expect, test } from "vitest";
import type { Connection, Step } from "./server";
import { byState, rate } from "./states";

const NOW = new Date("2026-05-01T12:00:30Z");
const minute = (ago: number, messages: number): Step => [Math.floor(NOW.getTime() / 60_000 - ago) * 60, messages, 0, 0];

test("the rate is that of the last whole minutes, not of the one that runs", () => {
  expect(rate([minute(0, 90), minute(1, 10), minute(5, 20), minute(6, 900)], NOW)).toBe(6);
  expect(rate([], NOW)).toBe(0);
});

test("what is broken comes first", () => {
  const named = (name: string, state: Connection["state"]) => ({ name, state }) as Connection;
  const sorted = [named("b", "runs"), named("a", "runs"), named("z", "broken"), named("y", "off")].sort(byState);
  expect(sorted.map(({ name }) => name)).toEqual(["z", "a", "b", "y"]);
});
