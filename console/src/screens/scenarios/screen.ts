import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "scenarios",
  title: "scenarios",
  icon: "workflow",
  group: "rules",
  order: 60,
  load: withWords(() => import("./Scenarios.svelte")),
};
