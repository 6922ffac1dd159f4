import { describe, expect, test } from "vitest";
import { dotsOf, type Site } from "./plan";

const at = (longitude: number, latitude: number): Site => ({
  id: `${longitude}`,
  name: "p",
  place: [longitude, latitude],
  rank: 1,
  score: 1,
  cable: "c",
  kw: [],
  reasons: [],
});

describe("a plan of posts", () => {
  test("has north up and east to the right, within its frame", () => {
    const [south, north] = dotsOf([at(19.8, 45.2), at(19.9, 45.3)], 200, 100);
    expect(south!.x).toBeLessThan(north!.x);
    expect(south!.y).toBeGreaterThan(north!.y);
    for (const { x, y } of [south!, north!]) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(x).toBeLessThanOrEqual(200);
      expect(y).toBeGreaterThanOrEqual(0);
      expect(y).toBeLessThanOrEqual(100);
    }
  });

  test("has a single post in its middle", () => {
    expect(dotsOf([at(19.8, 45.2)], 200, 100)).toMatchObject([{ x: 100, y: 50 }]);
  });
});
