import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "waste-ledger",
  title: "wasteLedger",
  icon: "nest",
  order: 49,
  load: withWords(() => import("./WasteLedger.svelte")),
};
