/** Pulses on critical assets that nobody has taken on yet, the newest of them. */

import { Marker, type Map as MapLibreMap } from "maplibre-gl";
import type { AbnormalAsset } from "../server/types";

const MOST = 24;

export class Pulses {
  #shown = new Map<number, Marker>();

  constructor(readonly map: MapLibreMap) {}

  show(rows: AbnormalAsset[]): void {
    const fresh = new Map(
      rows
        .filter((row) => row.status === 2 && !row.handled?.acknowledged)
        .slice(0, MOST)
        .flatMap((row) => (row.location ? [[row.id, row.location] as const] : [])),
    );
    for (const [id, marker] of this.#shown) {
      if (fresh.has(id)) continue;
      marker.remove();
      this.#shown.delete(id);
    }
    for (const [id, location] of fresh) {
      if (this.#shown.has(id)) continue;
      const element = document.createElement("div");
      element.className = "pulse";
      this.#shown.set(id, new Marker({ element }).setLngLat(location).addTo(this.map));
    }
  }
}
