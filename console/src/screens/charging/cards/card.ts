/** Cards, as the server has them. */

import type { Zone } from "../../../history/zone";
import { ask, sending } from "../../../server/ask";
import type { Text } from "../../../server/types";
import type { Town } from "../../../town/town.svelte";

export interface Card {
  name: string; //: in the address: the token in small letters
  token: string;
  type: string;
  blocked: boolean;
  group: string;
  card_group: string;
  owner: string;
  expires: string | null;
  stations: string[];
}

/** Somebody without a card who waits for a yes. */
export interface Asked {
  name: string;
  station: string;
  number: number;
  payer: string;
  contact: string;
}

/** What became of a file. */
export interface Brought {
  cards: number;
  refused: { line: number; why: string; says: Text }[];
}

export const TYPES = ["ISO14443", "ISO15693", "eMAID", "KeyCode", "Local", "Central", "MacAddress"];
export const NEW_CARD: Card = { name: "", token: "", type: "ISO14443", blocked: false, group: "", card_group: "", owner: "", expires: null, stations: [] };

/** fresh: there must be none with this identifier yet */
export function keepCard(town: Town, { name: _, ...card }: Card, fresh = false): Promise<Card> {
  const sent = sending("PUT", card);
  const headers = { ...sent.headers, ...(fresh ? { "if-none-match": "*" } : {}) };
  return ask(`${town.server.at}/emobility/cards/${encodeURIComponent(card.token)}`, { ...sent, headers });
}

/** An identifier as people copy it from a card: readers tell no blanks. */
export const tokenOf = (written: string) => written.replace(/\s/g, "");

/** Whether no reader tells such an identifier. */
export const isOdd = (token: string) => /[^A-Za-z0-9*\-_=:+|@.]/.test(token);

/** The last day of the town on which a card that ends then is taken, as a field for days has it. */
export const lastDay = (expires: string | null, zone: Zone) => (expires ? zone.field(Date.parse(expires) / 1000 - 1).slice(0, 10) : "");

/** When a card ends that is taken until the end of a day of the town. */
export function endOf(day: string, zone: Zone): string | null {
  const begin = zone.fieldTime(`${day}T00:00`);
  return begin === null ? null : new Date(zone.later(begin, 1) * 1000).toISOString();
}
