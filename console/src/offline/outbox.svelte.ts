/** What people do, sent in order, once, as soon as the network allows: never lost, never done twice. */

import { ask, Problem, sending } from "../server/ask";
import { newToken } from "../server/token";
import type { Text } from "../server/types";
import { again, carriedOn, forgotten, next, queued, subject, turned, turnOf, type Deed, type NewDeed, type Turn } from "./queue";
import { remember } from "./seen";
import { amend, pictureOf, read, type Amendment, type Picture } from "./store";

const PATIENCE_MS = 20_000; //: with an answer
const PICTURE_PATIENCE_MS = 120_000; //: with a picture, on the slowest of networks
const AGAIN_MS = 10_000; //: while something waits
export const NO_ROOM = 507; //: of WebDAV: Insufficient Storage
const TOO_OLD = { status: 0, detail: "", version: null };

/** What became of a deed: done, with the server's answer where it is known, or waiting. */
export interface Outcome<T> {
  done: boolean;
  token?: string; //: of what waits, by which it can be taken back
  answer?: T;
}

/** A deed that was dealt with: whether it is done, and what the server said. */
interface Sent {
  token: string;
  done: boolean;
  answer?: unknown;
}

class Outbox {
  deeds = $state.raw<Deed[]>([]);

  #news = new BroadcastChannel("mesto.outbox");
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = new Set<string>(); //: municipalities that do not let us in just now
  #begun = new Set<string>(); //: tokens of what was sent where no room was left to note it
  #given = new Map<string, Picture>(); //: of deeds given up, should they be brought back
  #turns = new Map<string, Turn>(); //: what our last deed on each subject made; a page may not know yet

  constructor() {
    this.#news.onmessage = () => this.#look();
    addEventListener("online", () => void this.send());
    void this.#look();
  }

  /** How many of a municipality wait for the network, and how many for somebody to decide. */
  counts(city: string) {
    const own = this.deeds.filter((deed) => deed.city === city);
    const stuck = own.filter((deed) => deed.stuck).length;
    return { waiting: own.length - stuck, stuck };
  }

  /** Whether something is to be done in this folder that the server does not know yet. */
  waitsIn(city: string, folder: string): boolean {
    return this.deeds.some((deed) => deed.city === city && deed.path.startsWith(folder));
  }

  /** The last of what is to be done to this and the server does not know yet. */
  waiting(city: string, path: string): Deed | undefined {
    return this.deeds.findLast((deed) => deed.city === city && deed.path === path);
  }

  /**
   * Do something now, or when the network is back. It is kept before it is sent, so that it
   * survives the page. Raises Problem where the server refuses it at once, or nothing more
   * can be kept here.
   *
   * pictures: those it speaks of
   */
  async do<T>(fresh: NewDeed, pictures: Picture[] = []): Promise<Outcome<T>> {
    const token = newToken();
    const deed = turned(fresh, this.#turns.get(subject(fresh)));
    if (deed.method === "DELETE") this.#turns.delete(subject(deed)); // what comes then begins anew
    let kept: Omit<Deed, "order"> | undefined;
    await this.#amend((deeds) => ({ keep: [(kept = queued(deeds, deed, token, new Date()))], pictures }));
    return this.#alone(() => this.#sendUpTo<T>(kept!.token));
  }

  /** Send what waits, in order; one window does it for all. A municipality just opened lets us in. */
  async send(opened?: string): Promise<void> {
    if (opened) this.#closed.delete(opened);
    await this.#look();
    await this.#alone(async () => {
      while (await this.#sendNext());
    });
  }

  /** Send a deed that was refused once more, over what somebody else did. */
  async insist(deed: Deed): Promise<void> {
    await this.#amend(() => ({ keep: [again(deed, newToken())] }));
    await this.send();
  }

  /** Take back what was not sent yet; false where the server may know it already. */
  async withdraw(token: string): Promise<boolean> {
    let drop: Deed[] = [];
    await this.#amend((deeds) => ({ drop: (drop = deeds.filter((deed) => deed.token === token && !deed.triedAt && !this.#begun.has(token))) }));
    return drop.length > 0;
  }

  /** Give a deed up. */
  async forget(deed: Deed): Promise<void> {
    for (const picture of await picturesOf(deed)) if (picture) this.#given.set(picture.digest, picture);
    await this.#amend(() => ({ drop: [deed] }));
    await this.send();
  }

  /** Take back that a deed was given up; it is in its place again. */
  async bringBack(deed: Deed): Promise<void> {
    const pictures = (deed.pictures ?? []).flatMap((digest) => this.#given.get(digest) ?? []);
    await this.#amend(() => ({ keep: [deed], pictures }));
    await this.send();
  }

  /** Send until a deed was dealt with. Raises Problem where it is refused. */
  async #sendUpTo<T>(token: string): Promise<Outcome<T>> {
    let sent: Sent | null;
    while ((sent = await this.#sendNext(token)))
      if (sent.token === token) return outcomeOf<T>(sent);
    const left = this.deeds.some((deed) => deed.token === token);
    return left ? { done: false, token } : { done: true }; // where it is gone, another window has sent it
  }

  /**
   * Send the next deed; null where there is none, or nobody answers.
   *
   * watched: the token of a deed whose refusal is raised rather than kept
   */
  async #sendNext(watched?: string): Promise<Sent | null> {
    if (!navigator.onLine) return this.#later();
    const deed = await this.#begin();
    if (!deed) return null;
    try {
      const answer = await sendOnce(deed);
      await this.#amend((deeds) => ({ keep: carriedOn(deeds, deed, answer), drop: [deed] }));
      this.#note(deed, answer);
      return { token: deed.token, done: true, answer };
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      return this.#refused(deed, failure, watched);
    }
  }

  /** Note that the next deed is being sent, here only where the disk is full; none where nothing is to be sent. */
  async #begin(): Promise<Deed | undefined> {
    try {
      return next(await this.#amend(beginNext(this.#closed)), this.#closed);
    } catch (failure) {
      if (!(failure instanceof Problem) || failure.status !== NO_ROOM) throw failure;
      const deed = next(this.deeds, this.#closed);
      if (deed) this.#begun.add(deed.token);
      return deed;
    }
  }

  /** Wait with what may succeed later; what is refused waits for somebody to decide. */
  async #refused(deed: Deed, problem: Problem, watched?: string): Promise<Sent | null> {
    const dealtWith = { token: deed.token, done: false };
    if (problem.atTheDoor) {
      this.#closed.add(deed.city);
      return dealtWith;
    }
    if (problem.passing || problem.facts.retry_after_s !== undefined) return this.#later();
    if (deed.token === watched) {
      await this.#amend(() => ({ drop: [deed] }));
      throw problem;
    }
    const version = typeof problem.facts.version === "number" ? problem.facts.version : null;
    const detail = (problem.facts.says as Text | undefined) ?? problem.detail;
    const stuck = { status: problem.status, detail, version };
    await this.#amend(() => ({ keep: [{ ...deed, stuck }] }));
    return dealtWith;
  }

  /** Note which version a deed made, unless its subject is to be thrown away by now. */
  #note(deed: Deed, answer: unknown): void {
    const turn = turnOf(deed, answer);
    const thrown = this.deeds.some((later) => later.method === "DELETE" && subject(later) === subject(deed));
    if (turn && !thrown) this.#turns.set(subject(deed), turn);
  }

  async #look(): Promise<void> {
    this.deeds = await read();
  }

  #later(): null {
    void navigator.storage?.persist?.();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.send(), AGAIN_MS);
    return null;
  }

  #alone<T>(work: () => Promise<T>): Promise<T> {
    const locks = navigator.locks as LockManager | undefined; // only where the connection is safe
    return locks ? (locks.request("mesto.outbox", work) as Promise<T>) : work();
  }

  async #amend(change: (deeds: Deed[]) => Amendment): Promise<Deed[]> {
    this.deeds = await amend(change).catch((failure: Error) => {
      throw failure.name === "QuotaExceededError" ? new Problem(NO_ROOM, "storageFull", "") : failure;
    });
    this.#news.postMessage("changed");
    return this.deeds;
  }
}

const outcomeOf = <T>({ token, done, answer }: Sent): Outcome<T> => (done ? { done, answer: answer as T } : { done, token });

/** Note that the next deed is being sent; those tried too long ago are not sent unseen. */
function beginNext(closed: ReadonlySet<string>): (deeds: Deed[]) => Amendment {
  return (deeds) => {
    const now = new Date();
    const seen = deeds.map((deed) => (forgotten(deed, now) && !deed.stuck ? { ...deed, stuck: TOO_OLD } : deed));
    const deed = next(seen, closed);
    const begun = deed && { ...deed, triedAt: deed.triedAt ?? now.toISOString() };
    return { keep: [...seen.filter((one, at) => one !== deeds[at]), ...(begun ? [begun] : [])] };
  };
}

/** Send a deed with its token, its pictures before it. Raises Problem; without an answer it may have been done. */
async function sendOnce(deed: Deed): Promise<unknown> {
  const at = `/api/${encodeURIComponent(deed.city)}`;
  for (const picture of await picturesOf(deed)) await sendPicture(`${at}/${deed.album ?? "pictures"}`, picture);
  const init = deed.method === "DELETE" ? { method: "DELETE" } : sending(deed.method, deed.body ?? {});
  const answer = await ask(`${at}/${deed.path}`, {
    ...init,
    headers: { ...("headers" in init ? init.headers : {}), "idempotency-key": `"${deed.token}"` },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (deed.tells) await remember(`${at}/${deed.tells}`, answer, new Date()).catch(() => undefined); // a full device remembers less
  return answer;
}

const picturesOf = (deed: Deed) => Promise.all((deed.pictures ?? []).map(pictureOf));

/** Send a picture under its digest below `album`: sent again, it is the same one. Raises Problem. */
async function sendPicture(album: string, picture: Picture | undefined): Promise<void> {
  if (!picture) throw new Problem(404, "notFoundHint", "its picture is not on this device any more");
  const { digest, content } = picture;
  const bytes = Array.from(new Uint8Array(content), (byte) => String.fromCharCode(byte));
  await ask(`${album}/${digest}`, {
    ...sending("PUT", { content: btoa(bytes.join("")) }),
    signal: AbortSignal.timeout(PICTURE_PATIENCE_MS),
  });
}

export const outbox = new Outbox();
