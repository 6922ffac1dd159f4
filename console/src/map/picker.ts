/** A small map to choose a place on: the base map alone, moved beneath a mark. */

import { Map as MapLibreMap } from "maplibre-gl";
import type { Location } from "../server/types";
import { groundLayers, nameLayers } from "./base";
import { labelFonts } from "./engine";
import { DARK, LIGHT } from "./look";

export interface Place {
  center: Location;
  zoom: number;
  bounds: [west: number, south: number, east: number, north: number];
}

export interface Picker {
  read(): Place;
  show(center: Location, zoom: number): Place["bounds"];
  close(): void;
}

/** Draw the map into an element and tell where it is whenever somebody has moved it. Raises without WebGL. */
export async function openPicker(
  container: HTMLElement,
  from: { title: string; basemap: string | null; dark: boolean; tag: string; center: Location; zoom: number },
  moved: (place: Place) => void,
): Promise<Picker> {
  await labelFonts();
  const look = from.dark ? DARK : LIGHT;
  const url = from.basemap && `pmtiles://${location.origin}${from.basemap}`;
  const map = new MapLibreMap({
    container,
    style: {
      version: 8,
      sources: url ? { base: { type: "vector", url } } : {},
      layers: [
        { id: "background", type: "background", paint: { "background-color": look.land } },
        ...(url ? [...groundLayers(look), ...nameLayers(look, from.tag)] : []),
      ],
    },
    locale: { "Map.Title": from.title }, // the other map of the page has one of its own
    center: from.center,
    zoom: from.zoom,
    maxPitch: 0,
    dragRotate: false,
    attributionControl: false,
    fadeDuration: 0,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  const rounded = (degrees: number) => Math.round(degrees * 1e5) / 1e5;
  const bounds = () => {
    const seen = map.getBounds();
    return [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()].map(rounded) as Place["bounds"];
  };
  const read = (): Place => {
    const center = map.getCenter();
    return {
      center: [rounded(center.lng), rounded(center.lat)],
      zoom: Math.round(map.getZoom() * 10) / 10,
      bounds: bounds(),
    };
  };
  map.on("moveend", ({ originalEvent }) => originalEvent && moved(read()));
  return {
    read,
    show(center, zoom) {
      map.jumpTo({ center, zoom });
      return bounds();
    },
    close: () => map.remove(),
  };
}
