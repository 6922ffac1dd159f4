import type { Screen } from "..";

export const screen: Screen = {
  name: "tables",
  title: "tables",
  icon: "table",
  order: 20,
  key: "t",
  load: () => import("./Tables.svelte"),
};
