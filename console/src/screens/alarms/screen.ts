import type { Screen } from "..";

export const screen: Screen = {
  name: "alarms",
  title: "alarms",
  icon: "bell",
  order: 10,
  key: "a",
  badge: (town) => town.tallies.reduce((sum, tally) => sum + tally.status[2], 0),
  load: () => import("./Alarms.svelte"),
};
