/** By which word and symbol states and priorities are known; never by colour alone. */

import type { Key } from "../language/language.svelte";
import type { Priority, State } from "./types";

type Looks = { key: Key; icon: string };

export const STATE_LOOKS: Record<State, Looks> = {
  open: { key: "work_open", icon: "refused" },
  inProgress: { key: "work_inProgress", icon: "play" },
  paused: { key: "work_paused", icon: "pause" },
  done: { key: "work_done", icon: "check" },
  checked: { key: "work_checked", icon: "goal_safe" },
  cancelled: { key: "work_cancelled", icon: "close" },
};

export const PRIORITY_LOOKS: Record<Priority, Looks> = {
  urgent: { key: "work_urgent", icon: "alert" },
  high: { key: "work_high", icon: "up" },
  normal: { key: "work_normal", icon: "minus" },
  low: { key: "work_low", icon: "down" },
};
