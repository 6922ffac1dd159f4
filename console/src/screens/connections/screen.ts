import type { Screen } from "..";

export const screen: Screen = {
  name: "connections",
  title: "connections",
  icon: "plug",
  order: 70,
  key: "c",
  needs: "connect",
  load: () => import("./Connections.svelte"),
};
