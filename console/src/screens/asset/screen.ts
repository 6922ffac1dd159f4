import type { Screen } from "..";

/** Reached from lists, search and the map, never from the rail. */
export const screen: Screen = {
  name: "asset",
  title: "page",
  icon: "device",
  load: () => import("./AssetScreen.svelte"),
};
