/** The colours of the map: quiet land, so that what is wrong stands out. */

export interface Look {
  name: "light" | "dark";
  land: string;
  builtUp: string;
  industrial: string;
  green: string;
  wood: string;
  field: string;
  sand: string;
  paved: string;
  water: string;
  waterName: string;
  building: string;
  buildingLine: string;
  casing: string;
  street: string;
  path: string;
  rail: string;
  streetName: string;
  placeName: string;
  halo: string;
  quiet: string; //: an asset that is well
  lit: string; //: a lamp that is lit
  surface: string;
  line: string;
  text: string;
  accent: string;
  status: [ok: string, warning: string, critical: string, offline: string, maintenance: string];
  onStatus: [string, string, string, string, string];
}

/** From nothing to all, of one hue that no status has; a rim in the colour of text makes each seen on any land. */
export const RAMP = ["#0a2a52", "#1f5396", "#4a86cf", "#8fbcf0", "#dcecfd"];

export const LIGHT: Look = {
  name: "light",
  land: "#f4f3ef",
  builtUp: "#f0eee8",
  industrial: "#ebe8e3",
  green: "#dcebd5",
  wood: "#d3e5cd",
  field: "#f1f0e4",
  sand: "#f3ecd8",
  paved: "#ecebe8",
  water: "#b9d6ea",
  waterName: "#3f6f91",
  building: "#e6e1d9",
  buildingLine: "#d9d3c8",
  casing: "#d6d1c7",
  street: "#ffffff",
  path: "#e3ded4",
  rail: "#bfbcbc",
  streetName: "#5b656f",
  placeName: "#39434d",
  halo: "#ffffffe0",
  quiet: "#8594a6",
  lit: "#7d8b99",
  surface: "#ffffff",
  line: "#c3ccd5",
  text: "#465563",
  accent: "#0b62c4",
  status: ["#1f6b67", "#f2a516", "#c81e3a", "#5d6b79", "#6b3fc0"],
  onStatus: ["#ffffff", "#2b1a00", "#ffffff", "#ffffff", "#ffffff"],
};

export const DARK: Look = {
  name: "dark",
  land: "#0e141a",
  builtUp: "#121920",
  industrial: "#141c23",
  green: "#11201c",
  wood: "#0f1e1a",
  field: "#10171b",
  sand: "#1a1d1e",
  paved: "#161e26",
  water: "#0b2436",
  waterName: "#6795b4",
  building: "#1a242d",
  buildingLine: "#222e39",
  casing: "#0b1116",
  street: "#2a3743",
  path: "#1d2831",
  rail: "#2f3b46",
  streetName: "#94a5b5",
  placeName: "#c8d3dd",
  halo: "#0b1116",
  quiet: "#6c7f92",
  lit: "#ffd699",
  surface: "#141b22",
  line: "#3a4855",
  text: "#b4c0cc",
  accent: "#6cb2ff",
  status: ["#4fc0b5", "#ffb84a", "#ff6b7d", "#95a3b1", "#b99bff"],
  onStatus: ["#06221f", "#2b1a00", "#2a0309", "#0b1015", "#1a0d33"],
};
