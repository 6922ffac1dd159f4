/** Rounds on a map: their ways, each with a dash of its own, and their stops in turn. */

import { AttributionControl, LngLatBounds, type GeoJSONSource, type LayerSpecification } from "maplibre-gl";
import { labelFonts } from "../map/engine";
import { DARK, LIGHT } from "../map/look";
import { openPlain, type From } from "../map/plain";
import type { Location } from "../server/types";
import { DASHES, coloursOf } from "./looks";

/** A way to be drawn, and places along it. */
export interface Way {
  path: Location[];
  look: number; //: which colour and dash
  stops: { place: Location; became: "open" | "emptied" | "impossible" | "next" | "mark"; urn?: string }[];
}

export interface RoundsMap {
  show(ways: Way[], fit?: boolean): void;
  close(): void;
}

/** Draw ways into an element. Raises without WebGL. */
export async function openRounds(container: HTMLElement, from: Omit<From, "center" | "zoom">, ways: Way[], chosen?: (urn: string) => void): Promise<RoundsMap> {
  await labelFonts();
  const look = from.dark ? DARK : LIGHT;
  const ink = from.dark ? "#ffffff" : "#15202b";
  const [first] = ways.flatMap(({ path, stops }) => [...path, ...stops.map(({ place }) => place)]);
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
  map.addControl(new AttributionControl({ compact: true }), "bottom-right");
  const fit = (shown: Way[]) => {
    const places = shown.flatMap(({ path, stops }) => [...path, ...stops.map(({ place }) => place)]);
    if (places.length > 1) map.fitBounds(places.reduce((box, place) => box.extend(place), new LngLatBounds(places[0], places[0])), { padding: 36, maxZoom: 16, animate: false });
  };
  fit(ways);
  if (chosen)
    map.on("click", "stops", ({ features }) => {
      const urn = features?.[0]?.properties.urn as string | undefined;
      if (urn) chosen(urn);
    });
  return {
    show(shown, again = false) {
      const draw = () => {
        (map.getSource("ways") as GeoJSONSource).setData(linesOf(shown, from.dark));
        (map.getSource("stops") as GeoJSONSource).setData(pointsOf(shown, from.dark));
      };
      if (map.isStyleLoaded()) draw();
      else map.once("load", draw);
      if (again) fit(shown);
    },
    close: () => map.remove(),
  };
}

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
