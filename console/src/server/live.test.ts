import { expect, test } from "vitest";
import { wait_ms } from "./live";

test("attempts wait twice as long each time, up to a limit", () => {
  expect([0, 1, 2, 9].map((attempt) => wait_ms(attempt, 1))).toEqual([500, 1000, 2000, 15_000]);
});

test("chance spreads the attempts over half of the wait", () => {
  expect(wait_ms(3, 0)).toBe(wait_ms(3, 1) / 2);
});
