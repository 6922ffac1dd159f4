import type { Screen } from "..";
import { withWords } from "../../language/language.svelte";

export const screen: Screen = {
  name: "my-round",
  title: "myRound",
  icon: "truck",
  order: 17,
  needs: "record",
  load: withWords(() => import("./MyRound.svelte")),
};
