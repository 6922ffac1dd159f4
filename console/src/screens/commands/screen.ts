import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "commands",
  title: "commands",
  icon: "send",
  order: 18,
  badge: { count: (town) => town.waits, says: "toApprove" },
  load: withWords(() => import("./Commands.svelte")),
};
