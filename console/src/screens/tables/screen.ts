import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "tables",
  title: "tables",
  icon: "table",
  order: 20,
  key: "t",
  load: withWords(() => import("./Tables.svelte")),
};
