import type { Screen } from "..";
import { language } from "../../language/language.svelte";

export const screen: Screen = {
  name: "settings",
  title: "settings",
  icon: "gear",
  order: 100,
  key: "s",
  load: async () => {
    await language.learnWritten();
    return import("./Settings.svelte");
  },
};
