import type { Screen } from "..";
import { language } from "../../language/language.svelte";

export const screen: Screen = {
  name: "audit",
  title: "audit",
  icon: "list",
  order: 95,
  key: "u",
  needs: "govern",
  load: async () => {
    await language.learnWritten();
    return import("./Audit.svelte");
  },
};
