import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "my-work",
  title: "myWork",
  icon: "user",
  order: 16,
  key: "j",
  needs: "record",
  load: withWords(() => import("./MyWork.svelte")),
};
