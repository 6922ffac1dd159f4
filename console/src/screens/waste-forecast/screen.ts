import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "waste-forecast",
  title: "wasteForecast",
  icon: "chart",
  group: "waste",
  order: 57,
  load: withWords(() => import("./WasteForecast.svelte")),
};
