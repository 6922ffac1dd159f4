/** How assets are drawn: dots for the many that are well, symbols for what is wrong. */

import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
} from "maplibre-gl";
import type { Layer, Status } from "../server/types";
import { rank } from "../town/statuses";
import { imageName } from "./images";
import { RAMP, type Look } from "./look";

/** Below it the server's grid is drawn, from it every asset. */
export const CELLS_BELOW = 12;
const SYMBOLS_FROM = 13.4;
const ALL_SYMBOLS_FROM = 15;
/** A layer of more assets than this is drawn as dots until the street is close. */
const DENSE = 1_500;
const DENSE_SYMBOLS_FROM = 17.6;

export const CLICKABLE = ["abnormal", "symbols", "dots", "cells"];

export interface Shown {
  layers: Layer[];
  hiddenLayers: number[];
  hiddenStatuses: Status[];
}

/** Where tiles are found, and the few features drawn from memory. */
export interface Sources {
  assets: string;
  cells: string;
  abnormal: GeoJSON.Feature[];
  outlines: GeoJSON.Feature[];
  selection: GeoJSON.Feature[];
}

type E = ExpressionSpecification;
const state = (name: string, otherwise: number | boolean): E =>
  ["coalesce", ["feature-state", name], otherwise] as E;
const STATUS = state("status", 0);
const STEP = state("step", -1); //: of an asset coloured by its value
const HAS_STEP = [">=", STEP, 0] as E;
/** Always told of both: the engine cannot turn a property into one of the state while it draws. */
const valued = (by: E | number | string, otherwise: E | number | string): E =>
  ["case", HAS_STEP, by, otherwise] as unknown as E;

export const isDense = (layer: Layer): boolean => layer.count > DENSE;

export function sources(from: Sources): Record<string, SourceSpecification> {
  const collection = (features: GeoJSON.Feature[]) => ({ type: "FeatureCollection" as const, features });
  return {
    assets: { type: "vector", tiles: [from.assets], minzoom: CELLS_BELOW, maxzoom: 14 },
    cells: { type: "vector", tiles: [from.cells], minzoom: 0, maxzoom: CELLS_BELOW - 1 },
    abnormal: { type: "geojson", data: collection(from.abnormal), promoteId: "id" },
    outlines: { type: "geojson", data: collection(from.outlines) },
    selection: { type: "geojson", data: collection(from.selection) },
  };
}

/** What lies below the names: every asset as a dot. */
export function dotLayers(look: Look, shown: Shown): LayerSpecification[] {
  return [...(look.name === "dark" ? [glow(look, shown)] : []), dots(look, shown), ...outlined(look)];
}

/** What lies above the names: symbols, the grid from afar, and the selection. */
export function symbolLayers(look: Look, shown: Shown): LayerSpecification[] {
  return [symbols(look, shown), abnormal(look, shown), outlineNames(look), ...cells(look), ...selection(look)];
}

/** Match a layer's index to what `choose` gives, `otherwise` for unknown layers. */
function byLayer<T extends string | number | boolean>(layers: Layer[], choose: (l: Layer) => T, otherwise: T): E | T {
  if (layers.length === 0) return otherwise;
  const pairs = layers.flatMap((layer) => [layer.layer, choose(layer)]);
  return ["match", ["get", "layer"], ...pairs, otherwise] as unknown as E;
}

const visible = (shown: Shown): E =>
  ["!", ["in", ["get", "layer"], ["literal", shown.hiddenLayers]]] as E;

/** 1 where the filters let the status through and the asset was there, else 0. */
function throughFilters(shown: Shown, opacity: number | E = 1): E {
  const through =
    shown.hiddenStatuses.length === 0
      ? opacity
      : ["match", STATUS, shown.hiddenStatuses as number[], 0, opacity];
  return ["case", state("absent", false), 0, through] as unknown as E;
}

/** Lamps that are lit shine at night. */
function glow(look: Look, shown: Shown): LayerSpecification {
  const lamps = shown.layers.filter((l) => l.icon === "lamp").map((l) => l.layer);
  return {
    id: "glow",
    type: "circle",
    source: "assets",
    "source-layer": "assets",
    minzoom: 12.6,
    filter: ["all", visible(shown), ["in", ["get", "layer"], ["literal", lamps]]] as FilterSpecification,
    paint: {
      "circle-color": look.lit,
      "circle-radius": ["interpolate", ["exponential", 1.7], ["zoom"], 12.6, 2.5, 15, 9, 18, 46],
      "circle-blur": 1,
      "circle-opacity": throughFilters(shown, ["case", ["all", state("lit", false), ["!", HAS_STEP]], 0.26, 0] as E),
    },
  };
}

/** Every asset as a dot; the symbols of near ones and of abnormal ones lie over it. */
function dots(look: Look, shown: Shown): LayerSpecification {
  const sized = (dense: number, sparse: number) => {
    const size = byLayer(shown.layers, (l) => (isDense(l) ? dense : sparse), sparse);
    return valued(["*", size, ["+", 1.3, ["*", 0.2, STEP]]] as unknown as E, size); // more is larger too
  };
  const rim = (dense: number, sparse: number) =>
    valued(1, byLayer(shown.layers, (l) => (isDense(l) ? dense : sparse), sparse));
  const well = valued(
    ["match", STEP, ...RAMP.flatMap((colour, step) => [step, colour]), look.quiet] as unknown as E,
    ["case", state("lit", false), look.lit, look.quiet] as E,
  );
  return {
    id: "dots",
    type: "circle",
    source: "assets",
    "source-layer": "assets",
    minzoom: CELLS_BELOW,
    filter: visible(shown) as FilterSpecification,
    paint: {
      "circle-color": byStatus(STATUS, look, well),
      "circle-radius": [
        "interpolate", ["exponential", 1.4], ["zoom"],
        12, sized(1, 2.2),
        14, sized(1.8, 3.8),
        16, sized(3.2, 5),
        18, sized(5, 6),
      ] as unknown as E,
      "circle-stroke-color": valued(look.text, look.surface),
      "circle-stroke-width": [
        "interpolate", ["linear"], ["zoom"], 13, valued(0.8, 0), 14, rim(0, 1.2), 16, rim(0.6, 1.2),
      ] as unknown as E,
      "circle-stroke-opacity": throughFilters(shown),
      "circle-opacity": throughFilters(shown),
    },
  };
}

/** The colour of a status; `well` where nothing is wrong. */
function byStatus(status: E, look: Look, well: unknown): E {
  const loud = [1, 2, 3, 4].flatMap((code) => [code, look.status[code as Status]]);
  return ["match", status, ...loud, well] as unknown as E;
}

function symbols(look: Look, shown: Shown): LayerSpecification {
  return {
    id: "symbols",
    type: "symbol",
    source: "assets",
    "source-layer": "assets",
    minzoom: ALL_SYMBOLS_FROM,
    filter: [
      "all",
      visible(shown),
      [
        "step",
        ["zoom"],
        byLayer<boolean>(shown.layers, (l) => !isDense(l), true),
        DENSE_SYMBOLS_FROM,
        true,
      ],
    ] as unknown as FilterSpecification,
    layout: {
      "icon-image": byLayer(shown.layers, (l) => imageName("tile", l.icon, 0, look), imageName("tile", "pin", 0, look)) as E,
      "icon-size": ["interpolate", ["linear"], ["zoom"], 15, 0.86, 17, 1.05],
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
    },
    paint: { "icon-opacity": throughFilters(shown, ["case", ["all", ["==", STATUS, 0], ["!", HAS_STEP]], 1, 0] as E) },
  };
}

/** What is wrong: the status' shape from afar, a tile with the asset's symbol from near. */
function abnormal(look: Look, shown: Shown): LayerSpecification {
  return {
    id: "abnormal",
    type: "symbol",
    source: "abnormal",
    minzoom: CELLS_BELOW,
    filter: [
      "all",
      visible(shown),
      ["!", ["in", ["get", "status"], ["literal", shown.hiddenStatuses]]],
    ] as unknown as FilterSpecification,
    layout: {
      "icon-image": [
        "step", ["zoom"],
        ["case", ["all", ["!", ["get", "dense"]], ["==", ["get", "status"], 2]], tileOf(look), shapeOf(look)],
        SYMBOLS_FROM,
        ["case", ["get", "dense"], shapeOf(look), tileOf(look)],
        DENSE_SYMBOLS_FROM,
        tileOf(look),
      ] as unknown as E,
      "icon-size": ["interpolate", ["linear"], ["zoom"], 12, 0.68, 14, 0.86, 17, 1.08],
      "icon-allow-overlap": true,
      "icon-ignore-placement": true,
      "symbol-sort-key": ["get", "order"],
      "symbol-z-order": "source",
    },
    paint: { "icon-opacity": ["case", ["get", "faded"], 0.5, 1] },
  };
}

/** What one cause explains, as one shape. */
function outlined(look: Look): LayerSpecification[] {
  const colour = byStatus(["get", "status"], look, look.quiet);
  const from = { source: "outlines", minzoom: CELLS_BELOW };
  return [
    { ...from, id: "outlines-fill", type: "fill", paint: { "fill-color": colour, "fill-opacity": 0.08 } },
    {
      ...from,
      id: "outlines",
      type: "line",
      layout: { "line-join": "round" },
      paint: { "line-color": colour, "line-width": 1.8, "line-dasharray": [3, 2] },
    },
  ];
}

function outlineNames(look: Look): LayerSpecification {
  return {
    id: "outline-names",
    type: "symbol",
    source: "outlines",
    minzoom: 13,
    layout: {
      "text-field": ["get", "label"],
      "text-font": ["Noto Sans"],
      "text-size": 12.5,
      "text-variable-anchor": ["bottom", "top"],
      "text-radial-offset": 2,
      "text-allow-overlap": true,
    },
    paint: {
      "text-color": byStatus(["get", "status"], look, look.text),
      "text-halo-color": look.halo,
      "text-halo-width": 1.6,
    },
  };
}

const tileOf = (look: Look) =>
  ["concat", "tile|", ["get", "icon"], "|", ["to-string", ["get", "status"]], `|${look.name}`];
const shapeOf = (look: Look) =>
  ["concat", "shape||", ["to-string", ["get", "status"]], `|${look.name}`];

/** From afar: how many assets there are, and the worst among them. */
function cells(look: Look): LayerSpecification[] {
  const from = { source: "cells", "source-layer": "cells", maxzoom: CELLS_BELOW };
  return [
    {
      ...from,
      id: "cells",
      type: "circle",
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["ln", ["+", 1, ["get", "count"]]], 0, 4, 3, 9, 8, 20],
        "circle-color": look.surface,
        "circle-opacity": 0.92,
        "circle-stroke-width": 2,
        "circle-stroke-color": byStatus(["get", "worst"], look, look.quiet),
      },
    },
    {
      ...from,
      id: "cell-counts",
      type: "symbol",
      filter: [">", ["get", "count"], 9],
      layout: {
        "text-field": ["to-string", ["get", "count"]],
        "text-font": ["Noto Sans"],
        "text-size": 11.5,
        "text-allow-overlap": true,
      },
      paint: { "text-color": look.text },
    },
    {
      ...from,
      id: "cell-worst",
      type: "symbol",
      filter: ["!=", ["get", "worst"], 0],
      layout: {
        "icon-image": ["concat", "shape||", ["to-string", ["get", "worst"]], `|${look.name}`],
        "icon-size": 0.72,
        "icon-offset": [15, -15],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
      },
    },
  ];
}

function selection(look: Look): LayerSpecification[] {
  const ring = (id: string, width: number, colour: string): LayerSpecification => ({
    id,
    type: "circle",
    source: "selection",
    paint: {
      "circle-radius": ["interpolate", ["linear"], ["zoom"], 13, ["case", ["to-boolean", ["get", "many"]], 5, 16], 16, 16],
      "circle-color": "#0000",
      "circle-stroke-width": width,
      "circle-stroke-color": colour,
    },
  });
  return [ring("selection-rim", 5.5, look.surface), ring("selection", 3, look.accent)];
}

/** Order of drawing: the worst on top. */
export const order = (status: Status): number => -rank(status);
