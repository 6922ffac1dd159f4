import type { Screen } from "..";
import { language } from "../../language/language.svelte";

export const screen: Screen = {
  name: "people",
  title: "people",
  icon: "people",
  order: 90,
  key: "p",
  needs: "govern",
  load: async () => {
    await language.learnWritten();
    return import("./People.svelte");
  },
};
