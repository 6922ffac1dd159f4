import type { Screen } from "..";
import { language } from "../../language/language.svelte";

export const screen: Screen = {
  name: "scenarios",
  title: "scenarios",
  icon: "workflow",
  order: 60,
  load: async () => {
    await language.learnWritten();
    return import("./Scenarios.svelte");
  },
};
