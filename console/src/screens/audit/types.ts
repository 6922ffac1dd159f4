/** What the server says of acts and of their proof. */

import type { Key } from "../../language/language.svelte";

export interface Act {
  at: string;
  place: string; //: in which table, and which row
  who: string;
  verb: Verb;
  whom: string;
  about: string;
  detail: Record<string, unknown> | null;
  origin: string; //: address and browser
}

export interface Acts {
  acts: Act[];
  older: string | null; //: ask for what was done before this; null: that was all
}

export interface Fault {
  block: number;
  what: "rows" | "block" | "change" | "name";
  part: string;
  after: string | null;
  until: string | null;
}

export interface Proof {
  verdicts: { strand: string; checked_at: string; blocks: number; rows: number; fault: Fault | null }[];
  heads: { strand: string; number: number; hash: string; change: number; change_hash: string }[];
}

/** What people and keys do, as docs/how-to/audit.md lists it. */
export const VERBS = [
  "signed-in",
  "sign-in-failed",
  "signed-out",
  "link-made",
  "link-used",
  "password-changed",
  "codes-on",
  "codes-off",
  "session-ended",
  "person-added",
  "roles-given",
  "person-left",
  "person-disabled",
  "person-enabled",
  "person-removed",
  "person-erased",
  "personal-data-exported",
  "key-made",
  "key-withdrawn",
  "role-kept",
  "role-dropped",
  "retention-changed",
  "history-erased",
  "acts-exported",
  "hook-made",
  "hook-ended",
  "scenario-started",
  "stated",
  "ordered",
] as const;
export type Verb = (typeof VERBS)[number];

/** What a verb is called; one that is not known here keeps its own name. */
export const verbKey = (verb: string): Key | null =>
  (VERBS as readonly string[]).includes(verb) ? `act_${verb as Verb}` : null;
