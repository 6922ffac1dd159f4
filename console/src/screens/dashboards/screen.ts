import type { Screen } from "..";

export const screen: Screen = {
  name: "dashboards",
  title: "boards",
  icon: "boards",
  order: 30,
  key: "d",
  load: () => import("./Dashboards.svelte"),
};
