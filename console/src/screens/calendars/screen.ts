import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "calendars",
  title: "calendars",
  icon: "calendar",
  group: "rules",
  order: 62,
  load: withWords(() => import("./Calendars.svelte")),
};
