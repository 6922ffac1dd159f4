/** By which word and symbol the states of an order are known; never by colour alone. */

import type { Key } from "../../language/language.svelte";
import type { State } from "../../work/types";

export const LOOKS: Record<State, { key: Key; icon: string }> = {
  open: { key: "job_open", icon: "refused" },
  inProgress: { key: "job_inProgress", icon: "play" },
  paused: { key: "job_paused", icon: "pause" },
  done: { key: "job_done", icon: "check" },
  checked: { key: "job_checked", icon: "goal_safe" },
  cancelled: { key: "job_cancelled", icon: "close" },
};
