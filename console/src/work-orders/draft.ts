/** What somebody wants a work order for, handed from where they are to the form that opens one. */

import { here } from "../address.svelte";

export interface DraftAsset {
  urn: string;
  name: string;
  because?: string; //: URN of the alarm for which an order is opened
}

export interface Draft {
  title: string;
  assets: DraftAsset[];
  service: string; //: name of the service they belong to; empty: several, or none
  alarms: { assets: number[]; seen_until: string } | null; //: whose logs are to tell of the order
}

const NONE: Draft = { title: "", assets: [], service: "", alarms: null };

let drafted = NONE;

/** Open the form with what is known already. */
export function draftOrder(known: Partial<Draft>): void {
  drafted = { ...NONE, ...known };
  here.go("work-orders", ["new"]);
}

/** Take what was handed over; the next form begins with nothing. */
export function takeDraft(): Draft {
  const taken = drafted;
  drafted = NONE;
  return taken;
}
