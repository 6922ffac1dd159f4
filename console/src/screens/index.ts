/** The screens of the console. Each is a folder with a screen.ts; nothing else names it. */

import type { Component } from "svelte";
import type { Key } from "../language/language.svelte";
import type { Verb } from "../server/types";
import type { Town } from "../town/town.svelte";
import { GROUPS, type Group, type GroupName } from "./groups";

export interface Screen {
  name: string; //: in the address
  title: Key;
  icon: string;
  order?: number; //: from the top of the rail; from 100 on at its foot; none: not in it
  group?: GroupName; //: what it folds into
  badge?: { count: (town: Town) => number; says: Key }; //: what waits there, where that is worth a number
  needs?: Verb; //: what somebody must be allowed, to be shown it
  key?: string; //: after g, the letter that leads here
  /** Loads the screen when it is first opened; it gets the town and nothing else. */
  load: () => Promise<{ default: Component<{ town: Town }> }>;
}

export type Listed = Screen & { order: number };

/** Screens of one group, folded into one entry of the rail. */
export interface Folded extends Group {
  name: GroupName;
  screens: Listed[];
}

const found = import.meta.glob<{ screen: Screen }>("./*/screen.ts", { eager: true });

/** All of them, also those reached from others only. */
export const ALL = Object.values(found).map(({ screen }) => screen);

/** Those in the rail, in their order. */
export const SCREENS = ALL
  .filter((screen): screen is Listed => screen.order !== undefined)
  .sort((a, b) => a.order - b.order);

export const screenNamed = (name: string) => ALL.find((screen) => screen.name === name);

/** Those that somebody may use here. */
export const screensFor = (town: Town): typeof SCREENS =>
  SCREENS.filter(({ needs }) => !needs || town.map?.may.includes(needs));

/** What the rail lists for somebody here: screens, and groups of more than one. */
export function railFor(town: Town): (Listed | Folded)[] {
  const screens = screensFor(town);
  const groups = Object.entries(GROUPS).map(([name, group]) => ({
    ...group,
    name: name as GroupName,
    screens: screens.filter((screen) => screen.group === name),
  }));
  const folded = groups.filter((group) => group.screens.length > 1);
  const inside = new Set<Listed>(folded.flatMap((group) => group.screens));
  return [...screens.filter((screen) => !inside.has(screen)), ...folded].sort((a, b) => a.order - b.order);
}
