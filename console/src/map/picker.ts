/** A small map to choose a place on: the base map alone, moved beneath a mark. */

import type { Location } from "../server/types";
import { openPlain, type From } from "./plain";

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
  from: From,
  moved: (place: Place) => void,
): Promise<Picker> {
  const map = await openPlain(container, from);
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
