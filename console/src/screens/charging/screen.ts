import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "charging",
  title: "charging",
  icon: "charger",
  order: 48,
  load: withWords(() => import("./Charging.svelte")),
};
