/** How rounds look: one from the other by colour and dash, and what became of them by icon and word. */

import type { Key } from "../language/language.svelte";
import type { Phase, Reason, Verdict } from "./types";

/** Dashes of ways on the map and in the plan, in widths of the line; none is a whole line. */
export const DASHES: readonly (number[] | null)[] = [null, [4, 1.5], [1.5, 1.5], [5, 1, 1, 1], [2.5, 0.8]];

//: Okabe and Ito, Color Universal Design, darker or lighter for contrast with the ground.
const ON_LIGHT = ["#0b62c4", "#a84300", "#00714f", "#8f2f77", "#5a5200", "#1d6f91"];
const ON_DARK = ["#6cb2ff", "#ff9f55", "#4fd0a5", "#f090d5", "#e5d95a", "#8adcf5"];

export const coloursOf = (dark: boolean): readonly string[] => (dark ? ON_DARK : ON_LIGHT);

export const PHASE_LOOKS: Record<Phase, { key: Key; icon: string }> = {
  draft: { key: "roundDraft", icon: "pencil" },
  released: { key: "roundReleased", icon: "user" },
  driving: { key: "roundDriving", icon: "play" },
  done: { key: "roundDone", icon: "check" },
  dropped: { key: "roundDropped", icon: "close" },
};

export const REASONS: readonly Reason[] = ["blocked", "absent", "damaged", "contaminated", "overfull", "other"];

export const VERDICT_LOOKS: Record<Verdict, { key: Key; icon: string }> = {
  proven: { key: "deedProven", icon: "check" },
  word: { key: "deedWord", icon: "user" },
  unproven: { key: "deedUnproven", icon: "question" },
  unsaid: { key: "deedUnsaid", icon: "note" },
  impossible: { key: "deedImpossible", icon: "close" },
  missed: { key: "deedMissed", icon: "alert" },
  open: { key: "deedOpen", icon: "clock" },
};
