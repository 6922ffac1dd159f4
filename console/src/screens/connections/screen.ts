import type { Screen } from "..";
import { language } from "../../language/language.svelte";

export const screen: Screen = {
  name: "connections",
  title: "connections",
  icon: "plug",
  order: 70,
  key: "c",
  needs: "connect",
  load: async () => {
    await language.learnWritten();
    return import("./Connections.svelte");
  },
};
