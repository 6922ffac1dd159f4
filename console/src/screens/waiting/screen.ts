import type { Screen } from "..";
import { language } from "../../language/language.svelte";

export const screen: Screen = {
  name: "waiting",
  title: "waiting",
  icon: "wait",
  load: async () => {
    await language.learnWritten(); // what waits may be called in the words of any screen
    return import("./Waiting.svelte");
  },
};
