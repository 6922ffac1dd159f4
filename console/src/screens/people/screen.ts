import type { Screen } from "..";

export const screen: Screen = {
  name: "people",
  title: "people",
  icon: "people",
  order: 90,
  key: "p",
  needs: "govern",
  load: () => import("./People.svelte"),
};
