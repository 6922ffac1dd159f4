/** Which assets are drawn where, among those the filters let through. */

import type { Map as MapLibreMap, MapGeoJSONFeature, PointLike } from "maplibre-gl";
import type { Location } from "../server/types";
import type { Town } from "../town/town.svelte";
import { CLICKABLE } from "./overlay";

/** What someone pointed at: an asset, or nothing. */
export interface Hit {
  id: number;
  layer: number;
  name: string;
  location: Location;
  x: number;
  y: number;
}

const NAMES_FROM = 14; //: zoom of the tiles that carry names
const REACH_PX = 7; //: how far from an asset a click still means it

export class Hits {
  constructor(
    readonly map: MapLibreMap,
    readonly town: Town,
  ) {}

  /** The asset, or the cell of the grid, nearest to a point. */
  nearest(at: { x: number; y: number }): MapGeoJSONFeature | undefined {
    const box: [PointLike, PointLike] = [
      [at.x - REACH_PX, at.y - REACH_PX],
      [at.x + REACH_PX, at.y + REACH_PX],
    ];
    const layers = CLICKABLE.filter((id) => this.map.getLayer(id));
    const far = (feature: MapGeoJSONFeature) => {
      const { x, y } = this.map.project(positionOf(feature));
      return Math.hypot(x - at.x, y - at.y) - (feature.layer.id === "abnormal" ? REACH_PX : 0);
    };
    return this.map
      .queryRenderedFeatures(box, { layers })
      .filter((feature) => feature.layer.id === "cells" || this.#passes(this.of(feature)))
      .sort((a, b) => far(a) - far(b))[0];
  }

  /** The assets drawn now, from the middle outwards; none from afar, where tiles name none. */
  inView(most: number): Hit[] {
    if (this.map.getZoom() < NAMES_FROM) return [];
    const middle = this.map.project(this.map.getCenter());
    const found = new Map<number, Hit>();
    for (const feature of this.map.queryRenderedFeatures({ layers: ["dots"] })) {
      const hit = this.of(feature);
      if (this.#passes(hit)) found.set(hit.id, hit);
    }
    const far = (hit: Hit) => Math.hypot(hit.x - middle.x, hit.y - middle.y);
    return [...found.values()].sort((a, b) => far(a) - far(b)).slice(0, most);
  }

  of(feature: MapGeoJSONFeature): Hit {
    const location = positionOf(feature);
    const { x, y } = this.map.project(location);
    const { layer, name } = feature.properties;
    return { id: Number(feature.id), layer, name: name ?? "", location, x, y };
  }

  #passes(hit: Hit): boolean {
    const { absent, assets } = this.town;
    return !absent.has(hit.id) && this.town.shows(hit.layer, assets.statusOf(hit.id) ?? 0);
  }
}

export function positionOf(feature: MapGeoJSONFeature): Location {
  return (feature.geometry as GeoJSON.Point).coordinates as Location;
}
