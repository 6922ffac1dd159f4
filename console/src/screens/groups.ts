/** Screens that belong together, and fold into one button of the rail. A table. */

import type { Key } from "../language/language.svelte";

export interface Group {
  title: Key;
  icon: string;
  order: number; //: from the top of the rail
}

export const GROUPS = {
  insight: { title: "groupInsight", icon: "figures", order: 30 },
  lighting: { title: "groupLighting", icon: "lamp", order: 47 },
  waste: { title: "groupWaste", icon: "nest", order: 49 },
  rules: { title: "groupRules", icon: "workflow", order: 60 },
  administration: { title: "groupAdministration", icon: "key", order: 70 },
} as const satisfies Record<string, Group>;

export type GroupName = keyof typeof GROUPS;
