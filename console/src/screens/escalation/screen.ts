import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "escalation",
  title: "escalation",
  icon: "clock",
  group: "rules",
  order: 85,
  key: "e",
  needs: "record",
  load: withWords(() => import("./Escalation.svelte")),
};
