import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

/** Reached from lists, search and the map, never from the rail. */
export const screen: Screen = {
  name: "asset",
  title: "page",
  icon: "device",
  load: withWords(() => import("./AssetScreen.svelte")),
};
