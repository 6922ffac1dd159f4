/** Areas of a town as rectangles of degrees. Pure. */

type Bounds = [west: number, south: number, east: number, north: number];

/** Draw a rectangle as a polygon. */
export function drawn([west, south, east, north]: Bounds): object {
  const ring = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return { type: "Polygon", coordinates: [ring] };
}

/** Tell between which degrees an area lies; null where it is none. */
export function cornersOf(area: unknown): Bounds | null {
  const { coordinates } = (area ?? {}) as { coordinates?: unknown };
  const degrees = [coordinates ?? []].flat(9) as number[];
  const [longitudes, latitudes] = [0, 1].map((side) => degrees.filter((_, at) => at % 2 === side)) as [number[], number[]];
  if (longitudes.length < 3 || degrees.some((degree) => typeof degree !== "number")) return null;
  return [Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes)];
}
