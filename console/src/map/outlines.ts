/** Outlines around what one cause explains: forty lamps behind a dark feeder are one shape. */

import type { Location } from "../server/types";
import type { Group } from "../town/groups";

const LEAST = 3; //: assets that are worth an outline
const AROUND_M = 32; //: how far around an asset it runs
const CORNERS = 12; //: of the circle around one asset
const METRES_A_DEGREE = 111_320;

/** One polygon a group, with its name, its size and how bad it is. */
export function outlines(groups: Group[]): GeoJSON.Feature<GeoJSON.Polygon>[] {
  return groups.flatMap(({ name, status, rows }) => {
    const places = rows.flatMap(({ location }) => (location ? [location] : []));
    if (rows.length < LEAST || places.length < LEAST) return [];
    const ring = hull(places.flatMap(circle));
    const geometry = { type: "Polygon" as const, coordinates: [[...ring, ring[0] as Location]] };
    return [{ type: "Feature" as const, geometry, properties: { label: `${name} · ${rows.length}`, status } }];
  });
}

function circle([longitude, latitude]: Location): Location[] {
  const north = AROUND_M / METRES_A_DEGREE;
  const east = north / Math.cos((latitude * Math.PI) / 180);
  return Array.from({ length: CORNERS }, (_, corner) => {
    const angle = (corner * 2 * Math.PI) / CORNERS;
    return [longitude + east * Math.cos(angle), latitude + north * Math.sin(angle)];
  });
}

/** The smallest convex ring around points (Andrew's monotone chain). */
export function hull(points: Location[]): Location[] {
  const sorted = [...points].sort(([ax, ay], [bx, by]) => ax - bx || ay - by);
  return [...chain(sorted), ...chain(sorted.reverse())];
}

/** One side of the ring, without its last point, with which the other one begins. */
function chain(points: Location[]): Location[] {
  const side: Location[] = [];
  for (const point of points) {
    while (side.length > 1 && !turnsLeft(side.at(-2)!, side.at(-1)!, point)) side.pop();
    side.push(point);
  }
  return side.slice(0, -1);
}

const turnsLeft = ([ax, ay]: Location, [bx, by]: Location, [cx, cy]: Location): boolean =>
  (bx - ax) * (cy - ay) > (by - ay) * (cx - ax);
