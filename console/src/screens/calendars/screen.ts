import type { Screen } from "..";
import { language } from "../../language/language.svelte";

export const screen: Screen = {
  name: "calendars",
  title: "calendars",
  icon: "calendar",
  order: 62,
  load: async () => {
    await language.learnWritten();
    return import("./Calendars.svelte");
  },
};
