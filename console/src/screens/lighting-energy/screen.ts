import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "lighting-energy",
  title: "lightingEnergy",
  icon: "goal_thrifty",
  group: "lighting",
  order: 47,
  load: withWords(() => import("./LightingEnergy.svelte")),
};
