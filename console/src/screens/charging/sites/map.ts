/** Sites on a map, each with its rank; the better one lies on top. */

import type { ExpressionSpecification } from "maplibre-gl";
import { fit, openPlain, put, type From } from "../../../map/plain";
import type { Site } from "./site";

export interface SitesMap {
  choose(id: string): void; //: mark a site, and bring it into view
  close(): void;
}

const ACCENT = { light: "#0b62c4", dark: "#6cb2ff" };
const INK = { light: "#ffffff", dark: "#0b1015" };
const CHOSEN = { light: "#14202b", dark: "#ffffff" };

/** Draw sites into an element. Raises without WebGL. */
export async function openSites(container: HTMLElement, from: Omit<From, "center" | "zoom">, sites: Site[], chosen: (id: string) => void): Promise<SitesMap> {
  const look = from.dark ? "dark" : "light";
  const is: ExpressionSpecification = ["get", "chosen"];
  const map = await openPlain(
    container,
    { ...from, center: sites[0]?.place ?? [15, 49.8], zoom: 13 },
    {
      sources: { sites: { type: "geojson", data: pointsOf(sites, "") } },
      layers: [
        {
          id: "sites",
          type: "circle",
          source: "sites",
          layout: { "circle-sort-key": ["case", is, 1e6, ["-", 0, ["get", "rank"]]] },
          paint: {
            "circle-color": ["case", is, CHOSEN[look], ACCENT[look]],
            "circle-radius": ["case", is, 15, 11],
            "circle-stroke-width": 2,
            "circle-stroke-color": INK[look],
          },
        },
        {
          id: "ranks",
          type: "symbol",
          source: "sites",
          layout: {
            "text-field": ["to-string", ["get", "rank"]],
            "text-font": ["Noto Sans"],
            "text-size": 12,
            "symbol-sort-key": ["case", is, 0, ["get", "rank"]],
          },
          paint: { "text-color": INK[look] },
        },
      ],
    },
  );
  fit(map, sites.map(({ place }) => place));
  map.on("click", "sites", ({ features }) => {
    const id = features?.[0]?.properties.id as string | undefined;
    if (id) chosen(id);
  });
  for (const [event, cursor] of [["mouseenter", "pointer"], ["mouseleave", ""]] as const)
    map.on(event, "sites", () => (map.getCanvas().style.cursor = cursor));
  return {
    choose(id) {
      put(map, "sites", pointsOf(sites, id));
      const place = sites.find((site) => site.id === id)?.place;
      if (place && !map.getBounds().contains(place)) map.jumpTo({ center: place });
    },
    close: () => map.remove(),
  };
}

const pointsOf = (sites: Site[], chosen: string) => ({
  type: "FeatureCollection" as const,
  features: sites.map(({ id, place, rank }) => ({
    type: "Feature" as const,
    geometry: { type: "Point" as const, coordinates: place },
    properties: { id, rank, chosen: id === chosen },
  })),
});
