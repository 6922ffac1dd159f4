/** What is written as cards: kinds of parts, told apart by `is`, and the slots that each has. */

import type { Component } from "svelte";
import type { Key } from "../../language/language.svelte";
import type { Field } from "../../server/types";
import type { Mistake, Place } from "./place";

export type Part = { is: string } & Record<string, unknown>;

/** Something that can be chosen. */
export interface Word {
  value: string;
  title: string;
}

/** What is filled in, and how. */
export type Slot = { name: string; title: Key; hint?: Key; unit?: string } & ( //: ¤ in a unit is the currency
  | { as: "line" | "words" | "lines" | "number" | "length" | "clock" | "date" | "weekdays" | "tick" | "value" }
  | { as: "choice" | "many"; from: string } //: a list of words
  | { as: "pairs"; from: string } //: a number for each of some words
  | { as: "part" | "parts"; of: string } //: a grammar
  | { as: "group"; slots: Slot[] }
  | { as: "rows"; slots: Slot[]; blank: unknown }
  | { as: "own"; own: string } //: by a form of its own, which the writing names
);

/** A part that can be taken. */
export interface Kind {
  is: string;
  title: Key;
  slots: Slot[];
  blank: Record<string, unknown>; //: what it says before anything is chosen
}

/** What a form of its own gets. */
export interface OwnForm {
  writing: Writing;
  title: string;
  beside: Part; //: the part whose slot it is
  place: Place; //: of the slot
}

/** A document while it is written, as its cards see it. */
export interface Writing {
  grammars: Record<string, Kind[]>;
  words: (from: string, beside: Part) => Word[];
  own?: Record<string, Component<OwnForm>>;
  field?: (beside: Part) => Field | undefined; //: what the value of a comparison is of
  held?: (place: Place) => boolean | undefined; //: of a dry run
  usual?: Record<string, unknown>; //: what holds where nothing is said
  currency?: string;
  mistake: Mistake | undefined;
  fixed: boolean; //: it is only read
  change: (place: Place, value: unknown) => void; //: undefined takes away
}

/** The kind of a part; the first of its grammar where nobody knows it. */
export const kindOf = (kinds: readonly Kind[], part: Part): Kind | undefined => kinds.find(({ is }) => is === part.is);

/** Make a part of a kind. */
export const blank = ({ is, blank }: Kind): Part => ({ is, ...structuredClone(blank) });
