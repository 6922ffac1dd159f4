import type { Screen } from "..";
import { language } from "../../language/language.svelte";

export const screen: Screen = {
  name: "work-orders",
  title: "workOrders",
  icon: "wrench",
  order: 15,
  key: "w",
  load: async () => {
    await language.learnWritten();
    return import("./WorkOrders.svelte");
  },
};
