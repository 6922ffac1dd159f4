import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "connections",
  title: "connections",
  icon: "plug",
  group: "administration",
  order: 70,
  key: "c",
  needs: "connect",
  load: withWords(() => import("./Connections.svelte")),
};
