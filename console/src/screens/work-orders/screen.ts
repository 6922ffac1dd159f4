import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "work-orders",
  title: "workOrders",
  icon: "wrench",
  order: 15,
  key: "w",
  load: withWords(() => import("./WorkOrders.svelte")),
};
