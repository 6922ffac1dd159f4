import type { Screen } from "..";

export const screen: Screen = {
  name: "waiting",
  title: "waiting",
  icon: "wait",
  load: () => import("./Waiting.svelte"),
};
