/** Rounds on a map: their ways, each with a dash of its own, and their stops in turn. */

import type { LayerSpecification } from "maplibre-gl";
import { DARK, LIGHT } from "../map/look";
import { fit, openPlain, put, type From } from "../map/plain";
import type { Location } from "../server/types";
import { DASHES, coloursOf } from "./looks";

/** A way to be drawn, and places along it. */
export interface Way {
  path: Location[];
  look: number; //: which colour and dash
  stops: { place: Location; became: "open" | "emptied" | "impossible" | "next" | "mark"; urn?: string }[];
}

export interface RoundsMap {
  show(ways: Way[]): void;
  close(): void;
}

/** Draw ways into an element. Raises without WebGL. */
export async function openRounds(container: HTMLElement, from: Omit<From, "center" | "zoom">, ways: Way[], chosen?: (urn: string) => void): Promise<RoundsMap> {
  const look = from.dark ? DARK : LIGHT;
  const ink = from.dark ? "#ffffff" : "#15202b";
  const [first] = placesOf(ways);
  const lines: LayerSpecification[] = DASHES.map((dash, number) => ({
    id: `way-${number}`,
    type: "line",
    source: "ways",
    filter: ["==", ["get", "dash"], number],
    paint: { "line-color": ["get", "colour"], "line-width": 3.5, ...(dash ? { "line-dasharray": dash } : {}) },
    layout: { "line-join": "round", "line-cap": dash ? "butt" : "round" },
  }));
  const map = await openPlain(
    container,
    { ...from, center: first ?? [15, 49.8], zoom: 13 },
    {
      sources: { ways: { type: "geojson", data: linesOf(ways, from.dark) }, stops: { type: "geojson", data: pointsOf(ways, from.dark) } },
      layers: [
        ...lines,
        {
          id: "stops",
          type: "circle",
          source: "stops",
          paint: {
            "circle-color": ["case", ["==", ["get", "became"], "open"], look.land, ["get", "colour"]],
            "circle-radius": ["match", ["get", "became"], "next", 11, "mark", 5, 7],
            "circle-stroke-width": ["match", ["get", "became"], "next", 4, 2],
            "circle-stroke-color": ["match", ["get", "became"], "next", ink, ["get", "colour"]],
          },
        },
      ],
    },
  );
  fit(map, placesOf(ways));
  if (chosen)
    map.on("click", "stops", ({ features }) => {
      const urn = features?.[0]?.properties.urn as string | undefined;
      if (urn) chosen(urn);
    });
  return {
    show(shown) {
      put(map, "ways", linesOf(shown, from.dark));
      put(map, "stops", pointsOf(shown, from.dark));
    },
    close: () => map.remove(),
  };
}

const placesOf = (ways: Way[]) => ways.flatMap(({ path, stops }) => [...path, ...stops.map(({ place }) => place)]);

const linesOf = (ways: Way[], dark: boolean) => ({
  type: "FeatureCollection" as const,
  features: ways
    .filter(({ path }) => path.length > 1)
    .map(({ path, look }) => ({
      type: "Feature" as const,
      geometry: { type: "LineString" as const, coordinates: path },
      properties: { dash: look % DASHES.length, colour: coloursOf(dark)[look % coloursOf(dark).length] },
    })),
});

const pointsOf = (ways: Way[], dark: boolean) => ({
  type: "FeatureCollection" as const,
  features: ways.flatMap(({ stops, look }) =>
    stops.map(({ place, became, urn }) => ({
      type: "Feature" as const,
      geometry: { type: "Point" as const, coordinates: place },
      properties: { became, urn, colour: coloursOf(dark)[look % coloursOf(dark).length] },
    })),
  ),
});
