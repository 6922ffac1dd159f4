import type { Screen } from "..";

export const screen: Screen = {
  name: "settings",
  title: "settings",
  icon: "gear",
  order: 100,
  key: "s",
  load: () => import("./Settings.svelte"),
};
