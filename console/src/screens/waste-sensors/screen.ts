import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "waste-sensors",
  title: "wasteSensors",
  icon: "meter",
  group: "waste",
  order: 54,
  load: withWords(() => import("./WasteSensors.svelte")),
};
