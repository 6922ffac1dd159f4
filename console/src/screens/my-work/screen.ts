import type { Screen } from "..";
import { language } from "../../language/language.svelte";

export const screen: Screen = {
  name: "my-work",
  title: "myWork",
  icon: "user",
  order: 16,
  key: "j",
  needs: "record",
  load: async () => {
    await language.learnWritten();
    return import("./MyWork.svelte");
  },
};
