import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "waste-sensors",
  title: "wasteSensors",
  icon: "meter",
  order: 54,
  load: withWords(() => import("./WasteSensors.svelte")),
};
