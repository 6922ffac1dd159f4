import { expect, test } from "vitest";
import type { AbnormalAsset, Location } from "../server/types";
import { hull, outlines } from "./outlines";

test("a hull holds the corners and drops what lies inside or between", () => {
  const corners: Location[] = [[0, 0], [4, 0], [4, 3], [0, 3]];
  const ring = hull([...corners, [2, 1], [2, 0], [4, 1]]);
  expect(new Set(ring.map(String))).toEqual(new Set(corners.map(String)));
});

const row = (id: number, location: Location | null) =>
  ({ id, location, status: 3, name: `SL-${id}` }) as AbnormalAsset;
const group = (rows: AbnormalAsset[]) => ({
  because: 9, name: "RO-117", leader: null, status: 2 as const, since: "", rows,
});

test("only what explains several assets is outlined, with room around them", () => {
  const street = [row(1, [19.84, 45.25]), row(2, [19.841, 45.25]), row(3, [19.842, 45.251])];
  expect(outlines([group(street.slice(0, 2)), group([...street.slice(0, 2), row(4, null)])])).toEqual([]);
  const [shape] = outlines([group(street)]);
  expect(shape?.properties).toEqual({ label: "RO-117 · 3", status: 2 });
  const ring = shape?.geometry.coordinates[0] ?? [];
  expect(ring[0]).toEqual(ring.at(-1));
  const west = Math.min(...ring.map(([longitude]) => longitude ?? 0));
  expect((19.84 - west) * 111_320 * Math.cos((45.25 * Math.PI) / 180)).toBeCloseTo(32, 0);
});
