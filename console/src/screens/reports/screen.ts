import type { Screen } from "..";
import { language } from "../../language/language.svelte";

export const screen: Screen = {
  name: "reports",
  title: "reports",
  icon: "printer",
  order: 45,
  key: "r",
  load: async () => {
    await language.learnWritten();
    return import("./Reports.svelte");
  },
};
