import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "reports",
  title: "reports",
  icon: "printer",
  group: "insight",
  order: 45,
  key: "r",
  load: withWords(() => import("./Reports.svelte")),
};
