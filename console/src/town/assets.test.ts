import { expect, test } from "vitest";
import { Assets } from "./assets";

function three() {
  const assets = new Assets();
  assets.load({
    seq: 1,
    epoch: "e",
    ids: [7, 8, 900_000],
    layer: [0, 0, 1],
    status: [0, 2, 0],
    value: [0.5, null, 3],
  });
  return assets;
}

test("a snapshot is known by number", () => {
  const assets = three();
  expect([7, 8, 900_000].map((id) => assets.statusOf(id))).toEqual([0, 2, 0]);
  expect(assets.statusOf(9)).toBeUndefined();
  expect(assets.valueOf(8)).toBeNaN();
});

test("a patch tells what looks different, and skips what is not known", () => {
  const assets = three();
  const patch = { t: "patch" as const, seq: 2, ids: [7, 8, 5], status: [1, 2, 2] as (1 | 2)[], value: [0.6, null, 1] };
  expect(assets.apply(patch)).toEqual([{ id: 7, was: 0, is: 1 }]);
});

test("a lamp that goes out looks different though it is well", () => {
  const assets = three();
  const patch = { t: "patch" as const, seq: 2, ids: [7], status: [0] as 0[], value: [0] };
  expect(assets.apply(patch)).toEqual([{ id: 7, was: 0, is: 0 }]);
});

test("a value that comes into another step looks different only where values are looked at", () => {
  const brighter = { t: "patch" as const, seq: 2, ids: [7], status: [0] as 0[], value: [0.9] };
  expect(three().apply(brighter)).toEqual([]);
  const valued = three();
  valued.valued = 0;
  expect(valued.apply(brighter)).toEqual([{ id: 7, was: 0, is: 0 }]);
  expect([7, 8, 900_000].map((id) => valued.stepOf(id))).toEqual([4, -1, -1]);
  expect(valued.steps(0)).toEqual([0, 0, 0, 0, 1, 1]);
});

test("every layer is counted", () => {
  const [lamps, bins] = three().tally(2);
  expect(lamps).toMatchObject({ total: 2, status: [1, 0, 1, 0, 0], known: 1, sum: 0.5 });
  expect(bins).toMatchObject({ total: 1, highest: 3 });
});
