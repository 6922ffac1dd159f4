import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "import",
  title: "importFile",
  icon: "refused",
  group: "administration",
  order: 72,
  needs: "record",
  load: withWords(() => import("./Import.svelte")),
};
