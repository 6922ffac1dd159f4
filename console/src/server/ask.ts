/** Ask the server; every failure becomes a Problem that says what to do. */

import { say, t, type Key } from "../language/language.svelte";
import { AS_OF } from "../offline/names";
import type { Mistake } from "../parts/form/place";
import type { Text } from "./types";

/** What went wrong, by what the reader can do about it. */
export class Problem extends Error {
  constructor(
    readonly status: number, //: of HTTP; 0 where nobody answered
    readonly advice: Key,
    readonly detail: string,
    readonly facts: Record<string, unknown> = {}, //: what the server says beside it
  ) {
    super(detail || advice);
  }

  /** Whether the door stayed closed: no key, or not the right one. */
  get atTheDoor(): boolean {
    return this.status === 401 || this.status === 403;
  }

  /** Whether the same may succeed later: nobody answered, or was too busy to. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Why something is not possible: in every language, in English, or in the reader's where nobody answered. */
export const textOf = ({ facts, detail, advice }: Problem): Text => (facts.says as Text | undefined) ?? (detail ? { en: detail } : t(advice));

/** Why something is not possible, in the reader's language where the server knows it. */
export const reasonOf = ({ facts, detail }: Problem): string => say(facts.says as Text | undefined) || detail;

/** Where in what was sent something cannot be, and why. */
export function mistakeOf(problem: Problem): Mistake {
  const { facts } = problem;
  const place = Array.isArray(facts.place) ? (facts.place as Mistake["place"]) : [];
  const why = typeof facts.why === "string" ? { en: facts.why } : undefined;
  const own = facts.says === undefined ? ((facts.beside as Text | undefined) ?? why) : undefined; //: without its place
  return { place, why: own ?? textOf(problem) };
}

const ADVICE: Record<number, Key> = {
  401: "keyRefused",
  403: "forbidden",
  404: "notFoundHint",
  409: "changedMeanwhile",
  429: "serverBusy",
  503: "serverBusy",
};

/** What the server said, and since when that is known where it is remembered only. */
export interface Answer<T> {
  said: T;
  asOf: Date | null; //: null: now
}

/** Ask, and read the answer as it comes. Raises Problem. */
export async function reach(path: string, init?: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, { credentials: "same-origin", ...init });
  } catch (failure) {
    if (init?.signal?.aborted && init.signal.reason?.name !== "TimeoutError") throw failure;
    throw new Problem(0, "serverAway", "");
  }
  if (!answer.ok) throw await problemOf(answer);
  return answer;
}

/** Ask, and tell how old the answer is. Raises Problem. */
export async function askDated<T>(path: string, init?: RequestInit): Promise<Answer<T>> {
  const answer = await reach(path, init);
  const asOf = answer.headers.get(AS_OF);
  const said = (answer.status === 204 ? undefined : await answer.json()) as T;
  return { said, asOf: asOf ? new Date(asOf) : null };
}

/** Ask. Raises Problem. */
export async function ask<T>(path: string, init?: RequestInit): Promise<T> {
  return (await askDated<T>(path, init)).said;
}

async function problemOf(answer: Response): Promise<Problem> {
  const said = await answer.json().catch(() => ({}));
  const advice = ADVICE[answer.status] ?? "serverFailed";
  return new Problem(answer.status, advice, said.detail ?? said.title ?? "", said);
}

/** Send something, and what the clock of this device shows: it may be wrong. */
export function sending(method: "POST" | "PUT" | "PATCH", body: unknown): RequestInit {
  return {
    method,
    headers: { "content-type": "application/json", "device-time": new Date().toISOString() },
    body: JSON.stringify(body),
  };
}
