import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "audit",
  title: "audit",
  icon: "list",
  group: "administration",
  order: 95,
  key: "u",
  needs: "govern",
  load: withWords(() => import("./Audit.svelte")),
};
