/** The map itself: MapLibre GL, loaded beside the shell. */

import {
  AttributionControl,
  Map as MapLibreMap,
  ScaleControl,
  addProtocol,
  setWorkerUrl,
  type GeoJSONSource,
  type MapGeoJSONFeature,
  type StyleSpecification,
  type VectorTileSource,
} from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import { Protocol } from "pmtiles";
import { t } from "../language/language.svelte";
import { within } from "../marked/within";
import { snack } from "../parts/snack.svelte";
import { Problem, reasonOf } from "../server/ask";
import type { AbnormalAsset, Location, Status, TownMap } from "../server/types";
import type { Change } from "../town/assets";
import { inGroups } from "../town/groups";
import type { Town } from "../town/town.svelte";
import { groundLayers, nameLayers } from "./base";
import { drawBoxes, type Bounds } from "./box";
import { Hits, positionOf, type Hit } from "./hits";
import { PIXEL_RATIO, draw } from "./images";
import "./labels.css";
import { DARK, LIGHT } from "./look";
import { outlines } from "./outlines";
import { CELLS_BELOW, dotLayers, isDense, order, sources, symbolLayers } from "./overlay";
import { Pulses } from "./pulses";

export interface View {
  dark: boolean;
  tag: string;
  hiddenLayers: number[];
  hiddenStatuses: Status[];
  valued: number | null; //: the layer coloured by its values
}

export interface Actions {
  choose(hit: Hit | null): void;
  point(hit: Hit | null): void;
  moved(): void;
  ready(): void;
}

const CELLS_EVERY_MS = 20_000;
const CELLS_THEN_AFTER_MS = 800; //: when the past was moved in
const LABEL_SAMPLE = "AžčćđřЖЊабвгд0–₂";

setWorkerUrl(workerUrl);
addProtocol("pmtiles", new Protocol({ metadata: true }).tile);

/** Labels are drawn with fonts that must be there before the first tile. */
export async function labelFonts(): Promise<void> {
  await document.fonts.load('400 16px "Noto Sans"', LABEL_SAMPLE);
}

/** Draw a town into an element. Raises when the browser has no WebGL. */
export async function openMap(
  container: HTMLElement,
  town: Town,
  view: View,
  actions: Actions,
): Promise<TownPicture> {
  await labelFonts();
  return new TownPicture(container, town, view, actions);
}

export class TownPicture {
  readonly #map: MapLibreMap;
  readonly #town: Town;
  readonly #hits: Hits;
  readonly #pulses: Pulses;
  readonly #stopWatching: () => void;
  readonly #cellClock: ReturnType<typeof setInterval>;
  #view: View;
  #fresh = 0;
  #cellsSoon: ReturnType<typeof setTimeout> | undefined;
  #abnormal: GeoJSON.Feature[] = [];
  #outlines: GeoJSON.Feature[] = [];
  #selection: GeoJSON.Feature[] = [];
  #marked: GeoJSON.Feature[] = [];

  constructor(container: HTMLElement, town: Town, view: View, actions: Actions) {
    this.#town = town;
    this.#view = view;
    const info = this.#info();
    this.#map = new MapLibreMap({
      container,
      style: this.#style(),
      center: info.center,
      zoom: info.zoom,
      minZoom: 8,
      maxZoom: 19.5,
      maxPitch: 0,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      boxZoom: false, // what is drawn with Shift is marked
      attributionControl: false,
      fadeDuration: 0,
      locale: {},
    });
    this.#pulses = new Pulses(this.#map);
    this.#hits = new Hits(this.#map, town);
    this.#map.setMissingStyleImageResolver(async (name) => {
      const image = draw(name);
      if (image && !this.#map.hasImage(name)) this.#map.addImage(name, image, { pixelRatio: PIXEL_RATIO });
    });
    this.#map.touchZoomRotate.disableRotation();
    this.#map.keyboard.disableRotation();
    this.#map.addControl(new AttributionControl({ compact: false }), "bottom-right");
    this.#map.addControl(new ScaleControl({ maxWidth: 90 }), "bottom-right");
    this.#listen(actions);
    drawBoxes(this.#map, (bounds) => void this.mark(bounds));
    this.#map.on("load", () => {
      this.#showEverything();
      actions.ready();
    });
    this.#stopWatching = town.watch({
      reloaded: () => this.#showEverything(),
      changed: (changes) => this.#showChanges(changes),
    });
    this.#cellClock = setInterval(() => this.#refreshCells(), CELLS_EVERY_MS);
  }

  close(): void {
    this.#stopWatching();
    clearInterval(this.#cellClock);
    clearTimeout(this.#cellsSoon);
    this.#map.remove();
  }

  /** Redraw in another theme, language or with other filters. */
  show(view: View): void {
    const { valued } = this.#view;
    this.#view = view;
    this.#map.setStyle(this.#style(), { diff: true });
    if (view.valued !== valued) this.#showEverything();
    this.#map.redraw(); // now: paper does not wait for the next frame
  }

  /** Draw symbols for the abnormal, outlines around causes, and pulses on what nobody took on. */
  showAbnormal(rows: AbnormalAsset[]): void {
    const features = rows
      .filter((row) => row.location)
      .map((row) => ({
        type: "Feature" as const,
        geometry: { type: "Point" as const, coordinates: row.location as Location },
        properties: this.#abnormalProperties(row),
      }));
    this.#abnormal = features.sort((a, b) => a.properties.order - b.properties.order);
    this.#data("abnormal", this.#abnormal);
    const shown = rows.filter((row) => this.#town.shows(row.layer, row.status));
    this.#outlines = outlines(inGroups(shown, false));
    this.#data("outlines", this.#outlines);
    this.#pulses.show(this.#town.moment ? [] : shown);
  }

  /** Ring an asset, and bring it into view if asked. */
  showSelected(location: Location | null, bring: boolean, offset: [number, number]): void {
    this.#selection = location ? [pointAt(location)] : [];
    this.#data("selection", [...this.#marked, ...this.#selection]);
    if (!location || !bring) return;
    this.#map.easeTo({
      center: location,
      zoom: Math.max(this.#map.getZoom(), 16),
      offset,
      duration: calm() ? 0 : 600,
    });
  }

  /** Mark what is in an area; without one, all that is in view. */
  async mark(bounds = this.bounds()): Promise<void> {
    try {
      this.#town.mark(await within(this.#town, bounds), false);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      snack.say(reasonOf(failure) || t(failure.advice));
    }
  }

  /** Ring several assets, and bring them all into view if asked. */
  showMarked(places: Location[], bring: boolean): void {
    this.#marked = places.map((place) => pointAt(place, { many: places.length > 1 }));
    this.#data("selection", [...this.#marked, ...this.#selection]);
    if (places.length === 0 || !bring) return;
    const [longitudes, latitudes] = [places.map(([x]) => x), places.map(([, y]) => y)];
    const bounds: [number, number, number, number] = [
      Math.min(...longitudes), Math.min(...latitudes), Math.max(...longitudes), Math.max(...latitudes),
    ];
    this.#map.fitBounds(bounds, { padding: 60, maxZoom: 17, duration: calm() ? 0 : 600 });
  }

  /** What is in view: west, south, east, north. */
  bounds(): Bounds {
    const [[west, south], [east, north]] = this.#map.getBounds().toArray();
    return [west, south, east, north];
  }

  zoom(by: number): void {
    this.#map.easeTo({ zoom: this.#map.getZoom() + by, duration: calm() ? 0 : 250 });
  }

  /** Show the whole town, or as much of its middle as a least zoom lets. */
  wholeTown(least = 0): void {
    const camera = this.#map.cameraForBounds(this.#info().bounds, { padding: 24 });
    if (!camera) return;
    this.#map.easeTo({ ...camera, zoom: Math.max(least, camera.zoom ?? 0), duration: calm() ? 0 : 600 });
  }

  /** The assets drawn now, from the middle outwards. */
  inView(most: number): Hit[] {
    return this.#hits.inView(most);
  }

  #info(): TownMap {
    const info = this.#town.map;
    if (!info) throw new Error("the town is not loaded yet");
    return info;
  }

  #style(): StyleSpecification {
    const info = this.#info();
    const look = this.#view.dark ? DARK : LIGHT;
    const server = this.#town.server;
    const own = sources({
      assets: server.tiles(info.version),
      cells: this.#cells(),
      abnormal: this.#abnormal,
      outlines: this.#outlines,
      selection: [...this.#marked, ...this.#selection],
    });
    const base = info.basemap && {
      base: { type: "vector" as const, url: `pmtiles://${location.origin}${info.basemap}` },
    };
    const shown = { layers: info.layers, ...this.#view };
    return {
      version: 8,
      transition: { duration: 0, delay: 0 }, // paper does not wait for colours to fade
      sources: { ...base, ...own },
      layers: [
        { id: "background", type: "background", paint: { "background-color": look.land } },
        ...(base ? groundLayers(look) : []),
        ...dotLayers(look, shown),
        ...(base ? nameLayers(look, this.#view.tag) : []),
        ...symbolLayers(look, shown),
      ],
    };
  }

  #listen(actions: Actions): void {
    const map = this.#map;
    map.on("click", (event) => {
      const feature = this.#hits.nearest(event.point);
      if (feature?.layer.id === "cells") this.#enter(feature);
      else actions.choose(feature ? this.#hits.of(feature) : null);
    });
    map.on("mousemove", (event) => {
      const feature = this.#hits.nearest(event.point);
      map.getCanvas().style.cursor = feature ? "pointer" : "";
      actions.point(feature && feature.layer.id !== "cells" ? this.#hits.of(feature) : null);
    });
    map.on("mouseout", () => actions.point(null));
    map.on("movestart", () => actions.point(null));
    map.on("idle", () => actions.moved());
  }

  #enter(cell: MapGeoJSONFeature): void {
    const zoom = Math.min(this.#map.getZoom() + 2, CELLS_BELOW + 1);
    this.#map.easeTo({ center: positionOf(cell), zoom, duration: calm() ? 0 : 500 });
  }

  /** Tell the tiles what differs from "well, unlit and not valued"; the rest needs no word. */
  #showEverything(): void {
    if (!this.#map.getSource("assets")) return;
    this.#map.removeFeatureState({ source: "assets", sourceLayer: "assets" });
    const { ids, status } = this.#town.assets;
    ids.forEach((id, place) => {
      if (status[place] !== 0 || this.#isLit(id) || this.#town.assets.stepOf(id) >= 0) this.#paint(id);
    });
    for (const id of this.#town.absent) this.#paint(id);
    this.#refreshCellsSoon();
  }

  #showChanges(changes: Change[]): void {
    if (!this.#map.getSource("assets")) return;
    for (const { id } of changes) this.#paint(id);
    if (this.#town.moment) this.#refreshCellsSoon();
  }

  #paint(id: number): void {
    const { absent, assets } = this.#town;
    this.#map.setFeatureState({ source: "assets", sourceLayer: "assets", id }, {
      status: assets.statusOf(id) ?? 0,
      lit: this.#isLit(id),
      step: this.#view.valued === null ? -1 : assets.stepOf(id),
      absent: absent.has(id),
    });
  }

  #isLit(id: number): boolean {
    const layer = this.#town.layer(this.#town.assets.layerOf(id) ?? -1);
    return layer?.icon === "lamp" && this.#town.assets.valueOf(id) > 0;
  }

  #abnormalProperties(row: AbnormalAsset) {
    const layer = this.#town.layer(row.layer);
    return {
      id: row.id,
      layer: row.layer,
      name: row.name,
      status: row.status,
      faded: row.handled?.acknowledged ?? false,
      icon: layer?.icon ?? "pin",
      dense: layer ? isDense(layer) : false,
      order: order(row.status),
    };
  }

  /** The grid's worst status lives in its tiles, so they are asked for again. */
  #refreshCells(): void {
    if (this.#map.getZoom() >= CELLS_BELOW || document.hidden) return;
    this.#fresh++;
    const source = this.#map.getSource("cells") as VectorTileSource | undefined;
    source?.setTiles([this.#cells()]);
  }

  /** Where the grid of the moment shown is. */
  #cells(): string {
    const { moment, server } = this.#town;
    return moment ? server.tilesThen(moment) : server.tiles(this.#info().version, this.#fresh);
  }

  #refreshCellsSoon(): void {
    this.#cellsSoon ??= setTimeout(() => {
      this.#cellsSoon = undefined;
      this.#refreshCells();
    }, CELLS_THEN_AFTER_MS);
  }

  #data(source: "abnormal" | "outlines" | "selection", features: GeoJSON.Feature[]): void {
    const found = this.#map.getSource(source) as GeoJSONSource | undefined;
    void found?.setData({ type: "FeatureCollection", features });
  }
}

function pointAt(coordinates: Location, properties: GeoJSON.GeoJsonProperties = {}): GeoJSON.Feature {
  return { type: "Feature", geometry: { type: "Point", coordinates }, properties };
}

function calm(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
