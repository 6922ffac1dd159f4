/** The rounds somebody carries along: read ahead for when there is no network, and what is said of them. */

import { SvelteMap } from "svelte/reactivity";
import { t, type Key } from "../../language/language.svelte";
import { outbox } from "../../offline/outbox.svelte";
import type { Picture } from "../../offline/store";
import { snack } from "../../parts/snack.svelte";
import { saidAndWaiting, saidOf } from "../../rounds/course";
import type { Deed, Rounds, Summary, Whole } from "../../rounds/types";
import { askDated, Problem, reasonOf } from "../../server/ask";
import { newToken } from "../../server/token";
import type { Town } from "../../town/town.svelte";

const AGAIN_MS = 20_000;

/** What is said of a round, without its id and time. */
export type Fresh = Deed extends infer D ? (D extends Deed ? Omit<D, "id" | "at"> : never) : never;

export class Carried {
  rounds = $state.raw<Rounds | null>(null);
  asOf = $state.raw<Date | null>(null); //: of what is remembered only
  problem = $state.raw<Problem | null>(null);
  #whole = new SvelteMap<string, Whole>();
  #problems = new SvelteMap<string, Problem>();
  #last_ms = 0;
  #again: ReturnType<typeof setInterval>;

  constructor(readonly town: Town) {
    this.#again = setInterval(() => document.hidden || void this.load(), AGAIN_MS);
    void this.load();
  }

  close(): void {
    clearInterval(this.#again);
  }

  /** Those that are to be driven: one's own first. */
  get todo(): Summary[] {
    const open = this.rounds?.rounds.filter(({ phase }) => phase === "released" || phase === "driving") ?? [];
    return [...open].sort((one, other) => Number(other.mine) - Number(one.mine));
  }

  round(name: string): Whole | undefined {
    return this.#whole.get(name);
  }

  problemOf(name: string): Problem | undefined {
    return this.#whole.has(name) ? undefined : this.#problems.get(name);
  }

  /** All that was said of a round, also what waits here. */
  said(round: Whole): Deed[] {
    return saidAndWaiting(round, outbox.deeds, this.town.city);
  }

  /** How much of what was said of a round waits to be sent, and how much for somebody to decide. */
  counts(name: string): { waiting: number; stuck: number } {
    const own = outbox.deeds.filter(({ city, path }) => city === this.town.city && path === saidOf(name));
    const stuck = own.filter((deed) => deed.stuck).length;
    return { waiting: own.length - stuck, stuck };
  }

  async load(): Promise<void> {
    try {
      const { said, asOf } = await askDated<Rounds>(`${this.town.server.at}/waste/rounds`);
      this.rounds = said;
      this.asOf = asOf;
      this.problem = null;
      if (!asOf) for (const one of this.todo.filter(({ mine }) => mine)) await this.read(one.name);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      if (!this.rounds) this.problem = failure;
    }
  }

  async read(name: string): Promise<void> {
    try {
      this.#whole.set(name, await this.town.server.ask<Whole>(`waste/rounds/${name}`));
      this.#problems.delete(name);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.#problems.set(name, failure);
    }
  }

  /** Say what was done, now or when the network is back. Returns whether it is taken down. */
  async say(round: Whole, fresh: Fresh, key: Key, what = "", pictures: Picture[] = []): Promise<boolean> {
    this.#last_ms = Math.max(Date.now(), this.#last_ms + 1, ...this.said(round).map(({ at }) => Date.parse(at) + 1));
    const deed = { ...fresh, id: newToken(), at: new Date(this.#last_ms).toISOString() } as Deed;
    try {
      const { answer } = await outbox.do<Whole>(
        {
          city: this.town.city,
          method: "POST",
          path: saidOf(round.name),
          body: { said: [deed] },
          title: { key, values: { what } },
          pictures: pictures.map(({ digest }) => digest),
          album: `waste/rounds/${round.name}/pictures`,
          tells: `waste/rounds/${round.name}`,
        },
        pictures,
      );
      if (answer) this.#whole.set(round.name, answer);
      return true;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      snack.say(reasonOf(failure) || t(failure.advice));
      return false;
    }
  }

  /** Take back what was said last: unsent it is forgotten, sent it is said that it was a slip. */
  async takeBack(round: Whole, deed: Deed): Promise<void> {
    const waits = outbox.deeds.find(({ path, body }) => path === saidOf(round.name) && (body as { said: Deed[] }).said[0]?.id === deed.id);
    if (waits && (await outbox.withdraw(waits.token))) return;
    await this.say(round, { kind: "takenBack", of: deed.id }, "roundTakenBack");
  }
}
