import type { Screen } from "..";

export const screen: Screen = {
  name: "alarms",
  title: "alarms",
  icon: "bell",
  order: 10,
  key: "a",
  badge: { count: (town) => town.tallies.reduce((sum, tally) => sum + tally.status[2], 0), says: "ofThemCritical" },
  load: () => import("./Alarms.svelte"),
};
