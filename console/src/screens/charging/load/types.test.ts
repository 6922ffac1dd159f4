import { expect, test } from "vitest";
import { barsOf, fullness, treeOf, type Car, type Four, type Node } from "./types";

const node = (id: string, parent: string | null, limit: Four = [32, 32, 32, null]): Node => ({
  id,
  name: id,
  kind: "cabinet",
  parent,
  connected: null,
  limit,
  draws: [8, 0, 0, 2],
  mayDraw: [16, 0, 0, 4],
  beside: [0, 0, 0, 0],
  ahead: [{ draws: [8, 16, 0, 5], limit }],
});

test("what hangs on a cable stands below it, and cars below their station", () => {
  const car = { station: "b", session: "s" } as Car;
  const [root, other] = treeOf({ nodes: [node("b", "a"), node("a", null), node("c", "gone")], sessions: [car], ahead: [] });
  expect(root!.id).toBe("a");
  expect(root!.below.map(({ id }) => id)).toEqual(["b"]);
  expect(root!.below[0]!.cars).toEqual([car]);
  expect(other!.id).toBe("c");
});

test("phases are shown in amperes, all together where kilowatts are limited", () => {
  expect(barsOf(node("a", null)).map(({ label }) => label)).toEqual(["L1", "L2", "L3"]);
  expect(barsOf(node("a", null, [null, null, null, 10])).map(({ unit }) => unit)).toEqual(["kW"]);
  expect(barsOf(node("a", null, [32, 32, 32, 10]))).toHaveLength(4);
});

test("a cable is as full as its fullest phase", () => {
  expect(fullness(node("a", null))).toEqual([0.5]);
  expect(fullness(node("a", null, [null, null, null, null]))).toEqual([null]);
});
