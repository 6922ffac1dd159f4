/** By which word and symbol states, priorities and due times are known; never by colour alone. */

import type { Key } from "../../language/language.svelte";
import type { Listed } from "./types";
import type { DUES } from "./wanted";

type Looks = { key: Key; icon: string };

export const STATE_LOOKS: Record<Listed["state"], Looks> = {
  open: { key: "work_open", icon: "refused" },
  inProgress: { key: "work_inProgress", icon: "play" },
  paused: { key: "work_paused", icon: "pause" },
  done: { key: "work_done", icon: "check" },
  checked: { key: "work_checked", icon: "goal_safe" },
  cancelled: { key: "work_cancelled", icon: "close" },
};

export const PRIORITY_LOOKS: Record<Listed["priority"], Looks> = {
  urgent: { key: "work_urgent", icon: "alert" },
  high: { key: "work_high", icon: "up" },
  normal: { key: "work_normal", icon: "minus" },
  low: { key: "work_low", icon: "down" },
};

export const DUE_KEYS: Record<(typeof DUES)[number], Key> = {
  overdue: "work_overdue",
  today: "work_today",
  week: "work_week",
  none: "work_noDue",
};
