/** Links from one asset's page to another's. */

import { here } from "../../address.svelte";
import type { Town } from "../../town/town.svelte";

export const pathOf = (town: Town, id: number): string => `/${encodeURIComponent(town.city)}/asset/${id}`;

/** Follow a link within the console; a new tab is the browser's. */
export function follow(event: MouseEvent, id: number): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  here.go("asset", [String(id)]);
}
