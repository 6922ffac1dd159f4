import type { Screen } from "..";
import { language } from "../../language/language.svelte";

export const screen: Screen = {
  name: "commands",
  title: "commands",
  icon: "send",
  order: 18,
  load: async () => {
    await language.learnWritten();
    return import("./Commands.svelte");
  },
};
