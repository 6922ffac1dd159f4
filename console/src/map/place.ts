/** A small map of where one asset stands; it only shows. */

import { AttributionControl, Map as MapLibreMap } from "maplibre-gl";
import type { Layer, Location, Status, TownMap } from "../server/types";
import { groundLayers, nameLayers } from "./base";
// the engine says where workers and archives of tiles are
import { labelFonts } from "./engine";
import { PIXEL_RATIO, draw, imageName } from "./images";
import { DARK, LIGHT } from "./look";

const ZOOM = 16;

export interface Place {
  location: Location;
  status: Status;
  layer: Layer | undefined;
}

/** Draw a place into an element; returns how to take it away. Raises without WebGL. */
export async function openPlace(
  container: HTMLElement,
  town: TownMap,
  { location: center, status, layer }: Place,
  { dark, tag }: { dark: boolean; tag: string },
): Promise<() => void> {
  await labelFonts();
  const look = dark ? DARK : LIGHT;
  const base = town.basemap && {
    base: { type: "vector" as const, url: `pmtiles://${location.origin}${town.basemap}` },
  };
  const point = { type: "Feature" as const, geometry: { type: "Point" as const, coordinates: center }, properties: {} };
  const map = new MapLibreMap({
    container,
    center,
    zoom: ZOOM,
    interactive: false,
    attributionControl: false,
    fadeDuration: 0,
    style: {
      version: 8,
      sources: { ...base, place: { type: "geojson", data: point } },
      layers: [
        { id: "background", type: "background", paint: { "background-color": look.land } },
        ...(base ? [...groundLayers(look), ...nameLayers(look, tag)] : []),
        {
          id: "place",
          type: "symbol",
          source: "place",
          layout: { "icon-image": imageName("tile", layer?.icon ?? "pin", status, look), "icon-size": 1.15 },
        },
      ],
    },
  });
  map.setMissingStyleImageResolver(async (name) => {
    const image = draw(name);
    if (image && !map.hasImage(name)) map.addImage(name, image, { pixelRatio: PIXEL_RATIO });
  });
  map.addControl(new AttributionControl({ compact: true }), "bottom-right");
  return () => map.remove();
}
