import type { Screen } from "..";

export const screen: Screen = {
  name: "dashboards",
  title: "boards",
  icon: "boards",
  group: "insight",
  order: 30,
  key: "d",
  load: () => import("./Dashboards.svelte"),
};
