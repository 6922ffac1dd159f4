import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "waste-ledger",
  title: "wasteLedger",
  icon: "nest",
  group: "waste",
  order: 58,
  load: withWords(() => import("./WasteLedger.svelte")),
};
