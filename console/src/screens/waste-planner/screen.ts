import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "waste-planner",
  title: "wastePlanner",
  icon: "goal_mobile",
  group: "waste",
  order: 49,
  load: withWords(() => import("./WastePlanner.svelte")),
};
