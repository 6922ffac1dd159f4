import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "lighting-rehearsal",
  title: "lighting",
  icon: "replay",
  group: "lighting",
  load: withWords(() => import("./LightingRehearsal.svelte")),
};
