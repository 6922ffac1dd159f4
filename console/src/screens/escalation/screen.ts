import type { Screen } from "..";

export const screen: Screen = {
  name: "escalation",
  title: "escalation",
  icon: "clock",
  order: 85,
  key: "e",
  needs: "record",
  load: () => import("./Escalation.svelte"),
};
