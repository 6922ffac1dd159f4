import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "waste-rehearsal",
  title: "wasteLedger",
  icon: "replay",
  group: "waste",
  load: withWords(() => import("./WasteRehearsal.svelte")),
};
