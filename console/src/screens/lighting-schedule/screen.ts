import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "lighting-schedule",
  title: "lighting",
  icon: "lamp",
  group: "lighting",
  order: 58,
  load: withWords(() => import("./Lighting.svelte")),
};
