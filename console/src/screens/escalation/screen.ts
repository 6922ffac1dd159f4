import type { Screen } from "..";
import { language } from "../../language/language.svelte";

export const screen: Screen = {
  name: "escalation",
  title: "escalation",
  icon: "clock",
  order: 85,
  key: "e",
  needs: "record",
  load: async () => {
    await language.learnWritten();
    return import("./Escalation.svelte");
  },
};
