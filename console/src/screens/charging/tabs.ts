/** The parts of charging. Each is a folder with a tab.ts; nothing else names it. */

import type { Component } from "svelte";
import type { Key } from "../../language/language.svelte";
import type { Verb } from "../../server/types";
import type { Town } from "../../town/town.svelte";

export interface ChargingTab {
  name: string; //: in the address
  title: Key;
  order: number; //: from the left
  needs?: Verb; //: what somebody must be allowed, to be shown it
  /** Loads the part when it is first opened; it gets the town, and reads `here.rest.slice(1)`. */
  load: () => Promise<{ default: Component<{ town: Town }> }>;
}

const found = import.meta.glob<{ tab: ChargingTab }>("./*/tab.ts", { eager: true });

/** All of them, in their order. */
export const TABS = Object.values(found)
  .map(({ tab }) => tab)
  .sort((a, b) => a.order - b.order);
