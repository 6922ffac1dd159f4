import type { Screen } from "..";

export const screen: Screen = {
  name: "quarantine",
  title: "quarantine",
  icon: "refused",
  order: 80,
  load: () => import("./Quarantine.svelte"),
};
