/** A map of lamps that shows how bright each is; nothing else is on it. */

import type { ExpressionSpecification } from "maplibre-gl";
import type { Location } from "../server/types";
import { DARK, LIGHT } from "./look";
import { openPlain, type From } from "./plain";

const OFF = { dark: [70, 76, 88], light: [120, 128, 140] } as const;
const LIT = { dark: [255, 214, 102], light: [214, 120, 0] } as const;

export interface Group {
  places: (Location | null)[];
}

export interface Lamps {
  /** Show how bright each group is, share of the full light. */
  light(levels: number[]): void;
  close(): void;
}

/** Draw lamps into an element. Raises without WebGL. */
export async function openLamps(
  container: HTMLElement,
  from: From,
  groups: Group[],
  levels: number[],
): Promise<Lamps> {
  const theme = from.dark ? "dark" : "light";
  const features = groups.flatMap(({ places }, group) =>
    places
      .filter((place) => place !== null)
      .map((coordinates) => ({ type: "Feature" as const, geometry: { type: "Point" as const, coordinates }, properties: { group } })),
  );
  const map = await openPlain(container, from, {
    sources: { lamps: { type: "geojson", data: { type: "FeatureCollection", features } } },
    layers: [
      {
        id: "lamps",
        type: "circle",
        source: "lamps",
        paint: {
          "circle-color": byGroup(levels, (level) => colourOf(level, theme)),
          "circle-radius": byGroup(levels, radiusOf),
          "circle-stroke-width": 1,
          "circle-stroke-color": (from.dark ? DARK : LIGHT).land,
        },
      },
    ],
  });
  let ready = false;
  let last = levels;
  const paint = () => {
    map.setPaintProperty("lamps", "circle-color", byGroup(last, (level) => colourOf(level, theme)));
    map.setPaintProperty("lamps", "circle-radius", byGroup(last, radiusOf));
  };
  map.on("load", () => {
    ready = true;
    paint();
  });
  return {
    light(levels) {
      last = levels;
      if (ready) paint();
    },
    close: () => map.remove(),
  };
}

/** Brighter is larger too: nobody has to tell it by the colour. */
const radiusOf = (level: number) => 2.5 + 3 * level;

export function colourOf(level: number, theme: "dark" | "light"): string {
  const mixed = OFF[theme].map((off, at) => Math.round(off + (LIT[theme][at]! - off) * level));
  return `rgb(${mixed.join(",")})`;
}

function byGroup<T extends string | number>(levels: number[], of: (level: number) => T): T | ExpressionSpecification {
  if (levels.length === 0) return of(0);
  return ["match", ["get", "group"], ...levels.flatMap((level, group) => [group, of(level)]), of(0)] as unknown as ExpressionSpecification;
}
