/** Deeds that wait to be sent: which comes next, and what one done means for the others. Pure. */

import type { Key } from "../language/language.svelte";
import type { Text } from "../server/types";

/** What somebody did, to be told to the server once. */
export interface Deed {
  order: number; //: in which it was done; given by the store
  token: string; //: by which the server knows it again
  city: string;
  method: "POST" | "PUT" | "PATCH" | "DELETE";
  path: string; //: below the municipality's
  body: unknown;
  about?: string; //: what later deeds wait for it with; none: all on its path
  pictures?: string[]; //: digests of those it speaks of, which are sent before it
  album?: string; //: the path below which they are sent; where work orders have theirs, if none is said
  tells?: string; //: the path whose answer it is answered with, remembered for when there is no network
  title: { key: Key; values: Record<string, string | number> }; //: what it is, to people
  at: string; //: when it was done, ISO 8601
  triedAt: string | null; //: when it was first sent; whether it was done is not known
  stuck: Stuck | null; //: why it is not sent again by itself
}

/** The server refused a deed; somebody has to say what to do. */
export interface Stuck {
  status: number; //: of HTTP; 0 where it is too old to be sent without being looked at
  detail: Text;
  version: number | null; //: of what is there now, where somebody else changed it
}

export type NewDeed = Pick<Deed, "city" | "method" | "path" | "body" | "title" | "about" | "pictures" | "album" | "tells">;

/** The server remembers a deed this long, a day less than it says. */
const REMEMBERED_MS = 29 * 86_400_000;

/** What it does it to: later deeds on the same wait for earlier ones. */
export const subject = (deed: NewDeed) => `${deed.city}/${deed.about ?? deed.path}`;

/**
 * The next deed to send: the earliest that is not stuck, nor behind one that is.
 *
 * closed: municipalities that do not let us in just now
 */
export function next(deeds: readonly Deed[], closed: ReadonlySet<string>): Deed | undefined {
  const blocked = new Set<string>();
  return deeds.find((deed) => {
    if (!deed.stuck && !blocked.has(subject(deed)) && !closed.has(deed.city)) return true;
    blocked.add(subject(deed));
    return false;
  });
}

/**
 * Put a fresh deed in the queue. It takes the place of one that was not sent yet and sets the
 * same, since only the last state matters.
 */
export function queued(deeds: readonly Deed[], fresh: NewDeed, token: string, now: Date): Omit<Deed, "order"> | Deed {
  const last = deeds.filter((deed) => subject(deed) === subject(fresh)).at(-1);
  if (fresh.method === "PUT" && last?.method === "PUT" && !last.triedAt && !last.stuck)
    return { ...last, title: fresh.title, body: basedOn(fresh.body, versionIn(last.body)) };
  return { ...fresh, token, at: now.toISOString(), triedAt: null, stuck: null };
}

/** Which version of its subject a deed was based on, and which it made. */
export interface Turn {
  from: number;
  to: number;
}

export function turnOf(done: Deed, answer: unknown): Turn | null {
  const [from, to] = [versionIn(done.body), versionOf(answer, done.path)];
  return from === null || to === null ? null : { from, to };
}

/** What was based on the version a deed of ours replaced is based on what it made. */
export function turned<D extends NewDeed>(deed: D, turn: Turn | null | undefined): D {
  if (!turn || versionIn(deed.body) !== turn.from) return deed;
  return { ...deed, body: basedOn(deed.body, turn.to) };
}

/** Later deeds carry on from one just done, until its subject is thrown away. */
export function carriedOn(deeds: readonly Deed[], done: Deed, answer: unknown): Deed[] {
  const turn = turnOf(done, answer);
  const later = deeds.filter((deed) => deed.order > done.order && subject(deed) === subject(done));
  const thrown = later.findIndex(({ method }) => method === "DELETE");
  return later
    .slice(0, thrown < 0 ? undefined : thrown)
    .filter((deed) => turned(deed, turn) !== deed)
    .map((deed) => turned(deed, turn));
}

/** Whether it was sent so long ago that the server may have forgotten it. */
export function forgotten(deed: Deed, now: Date): boolean {
  return deed.triedAt !== null && now.getTime() - Date.parse(deed.triedAt) > REMEMBERED_MS;
}

/** Send a stuck deed again as a new one, over what is there now. */
export function again(deed: Deed, token: string): Deed {
  return { ...deed, token, triedAt: null, stuck: null, body: basedOn(deed.body, deed.stuck?.version ?? null) };
}

function versionIn(body: unknown): number | null {
  const version = (body as { version?: unknown } | null | undefined)?.version;
  return typeof version === "number" ? version : null;
}

function basedOn(body: unknown, version: number | null): unknown {
  return version === null ? body : { ...(body as object), version };
}

/** The version an answer tells of: of a document, or of the field the path names. */
function versionOf(answer: unknown, path: string): number | null {
  const versions = (answer as { versions?: Record<string, number> } | null | undefined)?.versions;
  return versionIn(answer) ?? versions?.[path.split("/").at(-1) ?? ""] ?? null;
}
