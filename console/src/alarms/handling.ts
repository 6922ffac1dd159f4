/** What people do about alarms: told to the server once, now or when the network is back. */

import { outbox } from "../offline/outbox.svelte";
import type { Town } from "../town/town.svelte";

const PATH = "alarms/handled";

/** Alarms that somebody acknowledges, or no longer does. */
export interface Handling {
  assets: number[];
  acknowledged: boolean;
  comment: string;
  seen_until: string | null; //: since when the latest of them lasts; what began later is not meant
}

/** Acknowledge alarms, or take that back. Raises Problem where it is refused. */
export async function handle(town: Town, handling: Handling, name: string): Promise<void> {
  const key = handling.acknowledged ? "deedAcknowledge" : "deedTakeBack";
  await town.server.do<void>({ method: "POST", path: PATH, body: handling, title: { key, values: { name } } });
}

/** What was done last about any of these, and the server does not know yet. */
export function unsent(city: string, assets: number[]): Handling | undefined {
  return outbox.deeds
    .filter((deed) => deed.city === city && deed.path === PATH)
    .map(({ body }) => body as Handling)
    .findLast((one) => one.assets.some((asset) => assets.includes(asset)));
}
