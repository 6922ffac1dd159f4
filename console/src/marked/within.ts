/** Which assets an area of the map has, though the map may draw no single one from afar. */

import type { Pointed, Town } from "../town/town.svelte";
import type { Location } from "../server/types";

type Bounds = readonly [west: number, south: number, east: number, north: number];

/** The assets in an area that the filters let through. Raises Problem where there are too many. */
export async function within(town: Town, bounds: Bounds): Promise<Pointed[]> {
  const bbox = bounds.map((degrees) => degrees.toFixed(6)).join(",");
  const { ids, places } = await town.server.ask<{ ids: number[]; places: Location[] }>(`within?bbox=${bbox}`);
  return ids
    .map((id, at) => ({ id, location: places[at]! }))
    .filter(({ id }) => town.shows(town.assets.layerOf(id) ?? -1, town.assets.statusOf(id) ?? 0));
}
