import type { Screen } from "..";

export const screen: Screen = {
  name: "help",
  title: "help",
  icon: "question",
  order: 110,
  key: "h",
  load: () => import("./Help.svelte"),
};
