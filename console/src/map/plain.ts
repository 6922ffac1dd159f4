/** A map beside a form or a list: the base map, and on it what is asked for. */

import { AttributionControl, LngLatBounds, Map as MapLibreMap, type GeoJSONSource, type LayerSpecification, type SourceSpecification } from "maplibre-gl";
import type { FeatureCollection } from "geojson";
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
  map.addControl(new AttributionControl({ compact: true }), "bottom-right");
  return map;
}

/** Show all of some places at once, without coming nearer than a street. */
export function fit(map: MapLibreMap, places: Location[]): void {
  if (places.length < 2) return;
  const box = places.reduce((box, place) => box.extend(place), new LngLatBounds(places[0], places[0]));
  map.fitBounds(box, { padding: 36, maxZoom: 16, animate: false });
}

/** Put other data into a source, once the style is there; tiles may take a while longer. */
export function put(map: MapLibreMap, source: string, data: FeatureCollection): void {
  const now = () => map.getSource<GeoJSONSource>(source)?.setData(data);
  if (!now()) map.once("style.load", now);
}
