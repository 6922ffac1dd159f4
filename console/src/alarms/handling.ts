/** What people do about alarms: told to the server once, now or when the network is back. */

import type { Key } from "../language/language.svelte";
import { outbox } from "../offline/outbox.svelte";
import type { Town } from "../town/town.svelte";

const PATH = "alarms/handled";

/** What somebody does about the alarms of some assets; what is left out is as it was. */
export interface Handling {
  assets: number[];
  what: "acknowledge" | "assign" | "shelve" | "unshelve" | "clear" | "reopen" | "comment";
  acknowledged?: boolean; //: false takes an acknowledgement back
  to?: string; //: whom they are assigned to; empty: to nobody
  until?: string; //: until when they are shelved, ISO 8601
  comment?: string;
  seen_until: string | null; //: since when the latest of them lasts; what began later is not meant
}

const WORDS: Record<Handling["what"], [deed: Key, title: Key]> = {
  acknowledge: ["alarmsAcknowledge", "deedAcknowledge"],
  assign: ["alarmsAssign", "deedAssign"],
  shelve: ["alarmsShelve", "deedShelve"],
  unshelve: ["alarmsUnshelve", "deedUnshelve"],
  clear: ["alarmsClearOne", "deedClear"],
  reopen: ["alarmsReopen", "deedReopen"],
  comment: ["alarmsComment", "deedComment"],
};

/** What a deed is called: by itself, and with the name of what it is done to. */
export const called = ({ what, acknowledged }: Handling): [deed: Key, title: Key] =>
  acknowledged === false ? ["alarmsTakeBack", "deedTakeBack"] : WORDS[what ?? "acknowledge"];

/** Do something about alarms. Raises Problem where it is refused. */
export async function handle(town: Town, handling: Handling, name: string): Promise<void> {
  const title = { key: called(handling)[1], values: { name } };
  await town.server.do<void>({ method: "POST", path: PATH, body: handling, title });
}

/** What was done last about any of these, and the server does not know yet. */
export function unsent(city: string, assets: number[]): Handling | undefined {
  return outbox.deeds
    .filter((deed) => deed.city === city && deed.path === PATH)
    .map(({ body }) => body as Handling)
    .findLast((one) => one.assets.some((asset) => assets.includes(asset)));
}
