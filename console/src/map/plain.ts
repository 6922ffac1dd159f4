/** A map beside a form or a list: the base map, and on it what is asked for. */

import { Map as MapLibreMap, type LayerSpecification, type SourceSpecification } from "maplibre-gl";
import type { Location } from "../server/types";
import { groundLayers, nameLayers } from "./base";
import { labelFonts } from "./engine";
import { DARK, LIGHT } from "./look";

export interface From {
  title: string; //: the other map of the page has one of its own
  basemap: string | null;
  dark: boolean;
  tag: string; //: of the language of names
  center: Location;
  zoom: number;
}

/** What lies on the base map. */
export interface On {
  sources: Record<string, SourceSpecification>;
  layers: LayerSpecification[];
}

/** Draw the map into an element. Raises without WebGL. */
export async function openPlain(container: HTMLElement, from: From, on: On = { sources: {}, layers: [] }): Promise<MapLibreMap> {
  await labelFonts();
  const look = from.dark ? DARK : LIGHT;
  const url = from.basemap && `pmtiles://${location.origin}${from.basemap}`;
  const map = new MapLibreMap({
    container,
    style: {
      version: 8,
      sources: { ...(url ? { base: { type: "vector" as const, url } } : {}), ...on.sources },
      layers: [
        { id: "background", type: "background", paint: { "background-color": look.land } },
        ...(url ? [...groundLayers(look), ...nameLayers(look, from.tag)] : []),
        ...on.layers,
      ],
    },
    locale: { "Map.Title": from.title },
    center: from.center,
    zoom: from.zoom,
    maxPitch: 0,
    dragRotate: false,
    attributionControl: false,
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  return map;
}
