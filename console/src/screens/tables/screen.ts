import type { Screen } from "..";
import { language } from "../../language/language.svelte";

export const screen: Screen = {
  name: "tables",
  title: "tables",
  icon: "table",
  order: 20,
  key: "t",
  load: async () => {
    await language.learnWritten();
    return import("./Tables.svelte");
  },
};
