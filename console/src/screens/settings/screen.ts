import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "settings",
  title: "settings",
  icon: "gear",
  order: 100,
  key: "s",
  load: withWords(() => import("./Settings.svelte")),
};
