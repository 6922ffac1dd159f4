import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "waste-settings",
  title: "wasteSettings",
  icon: "gear",
  group: "waste",
  order: 59,
  load: withWords(() => import("./WasteSettings.svelte")),
};
