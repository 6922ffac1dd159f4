/** Go where a view was saved, and show what it holds. */

import { here } from "../address.svelte";
import type { Town } from "../town/town.svelte";
import type { SavedView, View } from "./views.svelte";

export function openView(town: Town, view: SavedView): void {
  const { screen, type, query } = view.definition;
  const how = { ...Object.fromEntries(new URLSearchParams(query)), view: view.id };
  if (screen === "map") showOnMap(town, view.definition);
  here.go(screen === "map" ? "" : screen, type ? [type] : [], how);
}

/** Hide and colour on the map what a view does; layers go by their types, which stay. */
export function showOnMap(town: Town, { hiddenLayers = [], hiddenStatuses = [], valued }: View): void {
  town.hiddenLayers.clear();
  town.hiddenStatuses.clear();
  for (const layer of town.map?.layers ?? [])
    if (hiddenLayers.includes(layer.type)) town.hiddenLayers.add(layer.layer);
  for (const status of hiddenStatuses) town.hiddenStatuses.add(status);
  town.colourBy(valued ?? null);
}

/** What the screen shown could be saved as; null where it is neither map nor table. */
export function viewOf(town: Town): View | null {
  if (here.screen === "") {
    const hidden = (town.map?.layers ?? []).filter(({ layer }) => town.hiddenLayers.has(layer));
    return {
      screen: "map",
      hiddenLayers: hidden.map(({ type }) => type),
      hiddenStatuses: [...town.hiddenStatuses],
      valued: town.layer(town.valued ?? -1)?.type,
    };
  }
  if (here.screen !== "tables") return null;
  const query = new URLSearchParams(here.query);
  query.delete("view");
  return { screen: "tables", type: here.rest[0], query: String(query) };
}

/** Tell whether what is shown differs from what a view holds. */
export function differs(now: View | null, { definition }: SavedView): boolean {
  if (!now || now.screen !== definition.screen) return true;
  const sorted = (list: unknown[] = []) => [...list].sort().join();
  return (
    now.type !== definition.type ||
    (now.query ?? "") !== (definition.query ?? "") ||
    now.valued !== definition.valued ||
    sorted(now.hiddenLayers) !== sorted(definition.hiddenLayers) ||
    sorted(now.hiddenStatuses) !== sorted(definition.hiddenStatuses)
  );
}
