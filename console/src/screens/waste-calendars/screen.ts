import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "waste-calendars",
  title: "wasteLedger",
  icon: "calendar",
  group: "waste",
  load: withWords(() => import("./WasteCalendars.svelte")),
};
