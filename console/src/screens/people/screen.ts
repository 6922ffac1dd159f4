import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "people",
  title: "people",
  icon: "people",
  group: "administration",
  order: 90,
  key: "p",
  needs: "govern",
  load: withWords(() => import("./People.svelte")),
};
