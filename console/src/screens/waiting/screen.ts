import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "waiting",
  title: "waiting",
  icon: "wait",
  // what waits may be called in the words of any screen
  load: withWords(() => import("./Waiting.svelte")),
};
