import { expect, test } from "vitest";
import { wayBack, wishOf } from "./wishes";

const before = { lock: ["a"], ban: ["b"], moves: [{ container: "c", vehicle: "v1" }], down: ["v2"] };

test("what is changed of a container or a vehicle goes back to what was wanted before", () => {
  expect(wayBack(before, { ban: ["a", "d"] })).toMatchObject({ lock: ["a"], ban: [], free: ["d"] });
  expect(wayBack(before, { free: ["b"] })).toMatchObject({ ban: ["b"], free: [] });
  expect(wayBack(before, { moves: [{ container: "c", vehicle: "v3" }] })).toMatchObject({ moves: before.moves, free: [] });
  expect(wayBack(before, { down: ["v1"], up: ["v2"] })).toMatchObject({ down: ["v2"], up: ["v1"] });
});

test("of a container one thing is wanted at most", () => {
  expect(["a", "b", "c", "d"].map((one) => wishOf(before, one))).toEqual(["lock", "ban", "move", null]);
});
