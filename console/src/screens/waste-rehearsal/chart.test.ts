import { expect, test } from "vitest";
import { dotsOf } from "./chart";
import type { Came } from "./types";

const came = (number: number, km: number, over: number) => ({ number, km, over }) as Came;

test("fewer kilometres lie to the left and fewer overflows below", () => {
  const [much, little] = dotsOf([came(0, 200, 0.01), came(1, 100, 0.05)]) as [ReturnType<typeof dotsOf>[0], ReturnType<typeof dotsOf>[0]];
  expect(little.x).toBeLessThan(much.x);
  expect(much.y).toBeGreaterThan(little.y);
});

test("a way that another outdoes in both is none of the best", () => {
  expect(dotsOf([came(0, 100, 0.01), came(1, 120, 0.02), came(2, 90, 0.05)]).map(({ best }) => best)).toEqual([true, false, true]);
});

test("nothing at all is drawn somewhere", () => {
  expect(dotsOf([came(0, 0, 0)])).toEqual([{ number: 0, x: 6, y: 94, best: true }]);
});
