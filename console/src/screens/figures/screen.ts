import type { Screen } from "..";

export const screen: Screen = {
  name: "figures",
  title: "figures",
  icon: "figures",
  group: "insight",
  order: 40,
  key: "f",
  load: () => import("./Figures.svelte"),
};
