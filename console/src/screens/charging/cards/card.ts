/** Cards, as the server has them. */

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
  refused: { line: number; why: string }[];
}

export const TYPES = ["ISO14443", "ISO15693", "eMAID", "KeyCode", "Local", "Central", "MacAddress"];
export const NEW_CARD: Card = { name: "", token: "", type: "ISO14443", blocked: false, group: "", card_group: "", owner: "", expires: null, stations: [] };

export const keepCard = (town: Town, { name: _, ...card }: Card) =>
  town.server.askWith<Card>(`emobility/cards/${encodeURIComponent(card.token)}`, card, "PUT");
