import type { Screen } from "..";

export const screen: Screen = {
  name: "reports",
  title: "reports",
  icon: "printer",
  order: 45,
  key: "r",
  load: () => import("./Reports.svelte"),
};
