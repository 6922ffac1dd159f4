/** What somebody wants a work order for, handed from where they are to the form that opens one. */

import { here } from "../address.svelte";
import { inScript } from "../language/language.svelte";
import type { Town } from "../town/town.svelte";
import { placed } from "../town/values";

export const MOST_ORDERS = 200; //: opened at once
const TOGETHER = 200; //: assets asked for at once

export interface DraftAsset {
  urn: string;
  name: string;
  because?: string; //: URN of the alarm for which an order is opened
}

export interface Draft {
  title: string;
  description: string;
  assets: DraftAsset[];
  service: string; //: name of the service they belong to; empty: several, or none
  alarms: { assets: number[]; seen_until: string } | null; //: whose logs are to tell of the order
}

const NONE: Draft = { title: "", description: "", assets: [], service: "", alarms: null };

let drafted = NONE;

/** Open the form with what is known already. */
export function draftOrder(known: Partial<Draft>): void {
  drafted = { ...NONE, ...known };
  here.go("work-orders", ["new"]);
}

/** Open the form for some assets of the map, of whatever type. Raises Problem. */
export async function draftOrderOf(town: Town, ids: number[]): Promise<void> {
  const layers = (town.map?.layers ?? [])
    .map((layer) => ({ ...layer, ids: ids.filter((id) => town.assets.layerOf(id) === layer.layer) }))
    .filter((layer) => layer.ids.length > 0);
  const assets: DraftAsset[] = [];
  for (const { type, ids } of layers)
    for (let start = 0; start < ids.length; start += TOGETHER)
      for (const { urn, name, street } of await town.server.tableRows(type, ids.slice(start, start + TOGETHER), []))
        assets.push({ urn, name: placed(inScript(name, town.map), inScript(street, town.map)) });
  const [first, ...others] = new Set(layers.map(({ domain }) => domain));
  draftOrder({ assets, service: others.length === 0 ? first : "" });
}

/** Take what was handed over; the next form begins with nothing. */
export function takeDraft(): Draft {
  const taken = drafted;
  drafted = NONE;
  return taken;
}
