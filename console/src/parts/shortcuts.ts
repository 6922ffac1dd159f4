/** Keys that lead everywhere: / to the search, ? for help, l for now, g and a letter to a screen. */

import { SCREENS } from "../screens";

export type Wish = "search" | "help" | "live" | "back" | { screen: string };

/** The letter after g that leads to the map. */
export const MAP_KEY = "m";
const PATIENCE_MS = 2_000; //: after g

/** Whether what is pressed belongs to a field. */
export function typing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement;
  return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable;
}

export class Shortcuts {
  #g_ms = -Infinity; //: when g was pressed

  /** Tell what a key asks for; null where it asks for nothing here. */
  read(event: KeyboardEvent): Wish | null {
    if (typing(event) || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return null;
    if (event.key === "Shift") return null;
    const going = event.timeStamp - this.#g_ms < PATIENCE_MS;
    this.#g_ms = event.key === "g" && !going ? event.timeStamp : -Infinity;
    if (going) return screenOf(event.key);
    return ({ "/": "search", "?": "help", l: "live", Escape: "back" } as const)[event.key] ?? null;
  }
}

function screenOf(letter: string): Wish | null {
  if (letter === MAP_KEY) return { screen: "" };
  const screen = SCREENS.find(({ key }) => key === letter);
  return screen ? { screen: screen.name } : null;
}

/** A title that tells the keys too: Settings (g s). */
export const withKeys = (title: string, key: string | undefined) => (key ? `${title} (g ${key})` : title);
