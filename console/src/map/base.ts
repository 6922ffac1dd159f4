/** How the base map is drawn. Its layers are described in docs/reference/base-map-schema.md. */

import type { ExpressionSpecification, LayerSpecification } from "maplibre-gl";
import type { Look } from "./look";

const SOURCE = "base";
const FONT = ["Noto Sans"];

type Filter = ExpressionSpecification;
type Drawn = Omit<LayerSpecification, "id" | "source" | "source-layer">;

const layer = (id: string, from: string, drawn: object): LayerSpecification =>
  ({ id, source: SOURCE, "source-layer": from, ...(drawn as Drawn) }) as LayerSpecification;

const kind = (...kinds: string[]): Filter => ["in", ["get", "kind"], ["literal", kinds]];
const ground: Filter = ["all", ["!", ["has", "bridge"]], ["!", ["has", "tunnel"]]];
const bridge: Filter = ["has", "bridge"];
const both = (...filters: Filter[]): Filter => ["all", ...filters];

/** A width that doubles with the zoom as streets do on the ground. */
const width = (at10: number, at14: number, at18: number) => [
  "interpolate",
  ["exponential", 1.6],
  ["zoom"],
  10,
  at10,
  14,
  at14,
  18,
  at18,
];
const ROUND = { "line-cap": "round", "line-join": "round" };

/** The name in the reader's language and script, else the one on the sign. */
function nameIn(tag: string): ExpressionSpecification {
  const wanted = tag === "sr-Cyrl" || tag === "sr-Latn" ? [tag] : [tag, "sr-Latn"];
  return ["coalesce", ...wanted.map((t) => ["get", `name:${t}`]), ["get", "name"]] as never;
}

/** Land, water, buildings and streets, from below. */
export function groundLayers(look: Look): LayerSpecification[] {
  return [
    layer("built-up", "land", {
      type: "fill",
      filter: kind("residential", "commercial"),
      paint: { "fill-color": look.builtUp },
    }),
    layer("land", "land", {
      type: "fill",
      filter: ["!", kind("residential", "commercial")],
      paint: { "fill-color": landColour(look), "fill-antialias": false },
    }),
    layer("water", "water", { type: "fill", paint: { "fill-color": look.water } }),
    layer("waterway", "waterway", {
      type: "line",
      layout: ROUND,
      paint: {
        "line-color": look.water,
        "line-width": [
          "interpolate", ["exponential", 1.6], ["zoom"],
          10, ["match", ["get", "kind"], "river", 1.4, 0.5],
          16, ["match", ["get", "kind"], "river", 8, 3],
        ],
      },
    }),
    layer("building", "building", {
      type: "fill",
      minzoom: 13,
      paint: {
        "fill-color": look.building,
        "fill-outline-color": look.buildingLine,
        "fill-opacity": ["interpolate", ["linear"], ["zoom"], 13.4, 0, 14.3, 1],
      },
    }),
    layer("path", "road", {
      type: "line",
      minzoom: 14.5,
      filter: kind("path", "track"),
      paint: { "line-color": look.path, "line-width": width(0.2, 0.5, 2.6), "line-dasharray": [3, 1.5] },
    }),
    ...streets("ground", look, ground),
    layer("rail", "rail", {
      type: "line",
      paint: {
        "line-color": look.rail,
        "line-width": ["interpolate", ["linear"], ["zoom"], 11, 0.6, 16, 1.8],
        "line-dasharray": [5, 2],
      },
    }),
    ...streets("bridge", look, bridge),
  ];
}

function landColour(look: Look) {
  return [
    "match",
    ["get", "kind"],
    "industrial", look.industrial,
    "farmland", look.field,
    ["meadow", "park", "allotments", "cemetery", "pitch"], look.green,
    "forest", look.wood,
    "sand", look.sand,
    ["square", "car_park"], look.paved,
    look.builtUp,
  ];
}

/** One pass of streets: all edges below all surfaces, so that crossings are open. */
function streets(pass: string, look: Look, where: Filter): LayerSpecification[] {
  const small = both(where, kind("residential", "service", "pedestrian"));
  const large = both(where, kind("motorway", "primary", "secondary", "tertiary"));
  const wide = ["match", ["get", "kind"], ["motorway", "primary"], 1.35, "secondary", 1.1, 0.85];
  const times = (points: number[][]) => [
    "interpolate",
    ["exponential", 1.6],
    ["zoom"],
    ...points.flatMap(([zoom, w]) => [zoom, ["*", wide, w]]),
  ];
  return [
    layer(`${pass}-small-edge`, "road", {
      type: "line",
      minzoom: 13,
      filter: small,
      layout: ROUND,
      paint: { "line-color": look.casing, "line-width": width(0.4, 3.4, 24), "line-opacity": 0.75 },
    }),
    layer(`${pass}-large-edge`, "road", {
      type: "line",
      filter: large,
      layout: ROUND,
      paint: { "line-color": look.casing, "line-width": times([[10, 1.6], [14, 6.6], [18, 44]]) },
    }),
    layer(`${pass}-small`, "road", {
      type: "line",
      minzoom: 12,
      filter: small,
      layout: ROUND,
      paint: {
        "line-color": ["match", ["get", "kind"], "pedestrian", look.paved, look.street],
        "line-width": width(0.3, 2.4, 21),
      },
    }),
    layer(`${pass}-large`, "road", {
      type: "line",
      filter: large,
      layout: ROUND,
      paint: { "line-color": look.street, "line-width": times([[10, 1], [14, 5.2], [18, 40]]) },
    }),
  ];
}

/** Names, above everything flat and below the assets. */
export function nameLayers(look: Look, tag: string): LayerSpecification[] {
  const name = nameIn(tag);
  return [
    layer("street-name", "road", {
      type: "symbol",
      minzoom: 13.6,
      filter: [
        "all",
        ["has", "name"],
        ["step", ["zoom"], kind("motorway", "primary", "secondary"), 14.6, ["!", kind("path", "track")]],
      ],
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 420,
        "text-field": name,
        "text-font": FONT,
        "text-size": ["interpolate", ["linear"], ["zoom"], 14, 11.5, 17, 13.5],
      },
      paint: { "text-color": look.streetName, "text-halo-color": look.halo, "text-halo-width": 1.6 },
    }),
    layer("water-name", "waterway", {
      type: "symbol",
      filter: ["all", ["has", "name"], kind("river")],
      layout: {
        "symbol-placement": "line",
        "symbol-spacing": 520,
        "text-field": name,
        "text-font": FONT,
        "text-size": 14,
        "text-letter-spacing": 0.18,
      },
      paint: { "text-color": look.waterName, "text-halo-color": look.water, "text-halo-width": 1.2 },
    }),
    layer("place-name", "place", {
      type: "symbol",
      maxzoom: 16.5,
      layout: {
        "text-field": name,
        "text-font": FONT,
        "text-size": [
          "match", ["get", "kind"], ["city", "town"], 17, "village", 14, 12.5,
        ],
        "text-max-width": 7,
        "text-padding": 14,
        "symbol-sort-key": ["-", 0, ["coalesce", ["get", "population"], 0]],
      },
      paint: { "text-color": look.placeName, "text-halo-color": look.halo, "text-halo-width": 1.8 },
    }),
  ];
}
