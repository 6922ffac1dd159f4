/** Stations as somebody wants to see them. Pure. */

import type { Status } from "../../../server/types";
import type { Station } from "../types";
import { badness } from "../words";

export const SORTS = ["urgent", "name", "power"] as const;
export type Sort = (typeof SORTS)[number];

export const ONLY = ["faulty", "away", "charging", "free"] as const;
export type Only = (typeof ONLY)[number];

interface Wish {
  words: string; //: found in what a station is called and is
  only: Only | "";
  sort: Sort;
  statusOf: (station: Station) => Status | undefined;
}

const RANK: Record<Status, number> = { 2: 0, 1: 1, 3: 2, 4: 3, 0: 4 }; //: the worst first

const FITS: Record<Only, (one: Station) => boolean> = {
  faulty: ({ evses }) => evses.some((evse) => badness(evse) === 1 || badness(evse) === 2),
  away: ({ connected }) => connected !== true,
  charging: ({ charging }) => charging > 0,
  free: ({ evses }) => evses.some(({ status }) => status === "Available"),
};

/** Those that fit, in the order wished for. */
export function sorted(stations: readonly Station[], { words, only, sort, statusOf }: Wish): Station[] {
  const wanted = words.trim().toLocaleLowerCase();
  const told = (one: Station) =>
    [one.name, one.urn, one.vendorName, one.modelName, one.firmwareVersion, one.serialNumber].join(" ").toLocaleLowerCase();
  const fitting = stations.filter((one) => (!wanted || told(one).includes(wanted)) && (!only || FITS[only](one)));
  const rank = (one: Station) => RANK[statusOf(one) ?? 0];
  if (sort === "name") return fitting;
  if (sort === "power") return [...fitting].sort((a, b) => (b.powerConsumption ?? 0) - (a.powerConsumption ?? 0));
  return [...fitting].sort((a, b) => rank(a) - rank(b));
}
