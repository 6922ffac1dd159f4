/** The orders somebody carries with them: read ahead for when there is no network, and what is said of them. */

import { SvelteMap } from "svelte/reactivity";
import { t, type Key } from "../../language/language.svelte";
import { NO_ROOM, outbox, type Outcome } from "../../offline/outbox.svelte";
import type { Picture } from "../../offline/store";
import { snack } from "../../parts/snack.svelte";
import { askDated, Problem, reasonOf } from "../../server/ask";
import type { Town } from "../../town/town.svelte";
import { foreseen, foreseenInList, saidOf } from "../../work-orders/foreseen";
import { mine } from "../../work-orders/mine";
import { STATE_LOOKS } from "../../work-orders/looks";
import { isUnfinished, momentAfter, saying, wayBack } from "../../work-orders/moves";
import type { Order, Said, State, Summary, Work } from "../../work-orders/types";

const AGAIN_MS = 15_000;

/** The states to which those who do the work lead it. */
export type Step = Exclude<State, "checked">;

/** What is said besides the words: its pictures, and the way back once it was sent. */
interface Beside {
  pictures?: Picture[];
  back?: () => Promise<void>;
}

export class Pocket {
  work = $state.raw<Work | null>(null);
  asOf = $state.raw<Date | null>(null); //: of a list that is remembered only
  problem = $state.raw<Problem | null>(null);
  readonly mayChange: boolean;
  #whole = new SvelteMap<string, Order>();
  #problems = new SvelteMap<string, Problem>();
  #turns = new Map<string, number>(); //: how often each order was told of: an answer overtaken is not shown
  #carried = new Map<string, string>(); //: orders as the list told of them when they were read ahead
  #again: ReturnType<typeof setInterval>;

  constructor(readonly town: Town) {
    this.mayChange = town.map?.may.includes("record") ?? false;
    this.#again = setInterval(() => document.hidden || void this.load(), AGAIN_MS);
    void this.load();
  }

  close(): void {
    clearInterval(this.#again);
  }

  /** The orders of who looks, as they will be once what waits was said. */
  get orders(): Summary[] {
    return this.work ? mine(this.work).map((one) => foreseenInList(one, outbox.deeds, this.town.city)) : [];
  }

  /** One order, as it will be once what waits was said. */
  order(id: string): Order | undefined {
    const known = this.#whole.get(id);
    return known && foreseen(known, outbox.deeds, this.town.city);
  }

  problemOf(id: string): Problem | undefined {
    return this.#whole.has(id) ? undefined : this.#problems.get(id);
  }

  /** How much of what was said of an order waits to be sent, and how much for somebody to decide. */
  counts(id: string): { waiting: number; stuck: number } {
    const own = outbox.deeds.filter(({ city, path }) => city === this.town.city && path === saidOf(id));
    const stuck = own.filter((deed) => deed.stuck).length;
    return { waiting: own.length - stuck, stuck };
  }

  /** Who does it, in words: a crew by its title. */
  title(assigned: string): string {
    const name = assigned.replace(/^\w+:/, "");
    const crew = assigned.startsWith("crew:") && this.work?.crews.find((one) => one.name === name);
    return crew ? crew.definition.title : name;
  }

  async load(): Promise<void> {
    try {
      const { said, asOf } = await askDated<Work>(`${this.town.server.at}/work-orders`);
      this.work = said;
      this.asOf = asOf;
      this.problem = null;
      if (!asOf) await this.#readAhead(mine(said));
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      if (!this.work) this.problem = failure;
    }
  }

  async read(id: string): Promise<void> {
    const turn = this.#nextTurn(id);
    try {
      const order = await this.town.server.ask<Order>(`work-orders/${id}`);
      if (turn === this.#turns.get(id)) this.#whole.set(id, order);
      this.#problems.delete(id);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.#problems.set(id, failure);
    }
  }

  #nextTurn(id: string): number {
    const turn = (this.#turns.get(id) ?? 0) + 1;
    this.#turns.set(id, turn);
    return turn;
  }

  #know(order: Order): void {
    this.#nextTurn(order.id);
    this.#whole.set(order.id, order);
  }

  /** Read what is to be done while there is a network; what has not changed was read before. */
  async #readAhead(orders: Summary[]): Promise<void> {
    for (const one of orders.filter(({ state }) => isUnfinished(state))) {
      const told = JSON.stringify(one);
      if (this.#carried.get(one.id) === told) continue;
      await this.read(one.id);
      await this.#readPictures(this.#whole.get(one.id));
      this.#carried.set(one.id, told);
    }
  }

  /** Let the worker keep the pictures of an order, where there is one. */
  async #readPictures(order: Order | undefined): Promise<void> {
    if (!order || !navigator.serviceWorker?.controller) return;
    const digests = [...order.photo, ...order.signature].map(({ says }) => says.digest);
    await Promise.all(digests.map((digest) => fetch(this.pathOf(order.id, digest)).catch(() => undefined)));
  }

  /** Where the server has a picture of an order. */
  pathOf = (id: string, digest: string): string => `${this.town.server.at}/work-orders/${id}/pictures/${digest}`;

  /** A moment after all that was said of an order. */
  moment(order: Order): string {
    return momentAfter([order], new Date());
  }

  /** Move an order on. Returns whether it is taken down. */
  move(order: Order, to: Step, reason = ""): Promise<boolean> {
    const way = wayBack(to, order.state);
    const back = way && (() => this.#say(order, saying(way, this.moment(order)), "jobDeedBack").then(() => undefined));
    return this.#tellOf(order, () => this.#say(order, saying([to], this.moment(order), reason), `jobDeed_${to}`, back ? { back } : {}));
  }

  /** Say one thing of an order. Returns whether it is taken down. */
  say(order: Order, said: Said, title: Key, pictures: Picture[] = []): Promise<boolean> {
    return this.#tellOf(order, () => this.#say(order, [said], title, { pictures }));
  }

  /** Say a photo of an order. Returns whether there was room for it; else nothing was said. */
  async sayPhoto(order: Order, said: Said & { kind: "photo" }, picture: Picture): Promise<boolean> {
    let room = true;
    await this.#tellOf(order, async () => {
      await this.#say(order, [said], "jobDeedPhoto", { pictures: [picture] }).catch((failure: Error) => {
        room = !(failure instanceof Problem && failure.status === NO_ROOM);
        if (room) throw failure;
      });
    });
    return room;
  }

  /** Say something, or tell why that is not possible. Returns whether it was said. */
  async #tellOf(order: Order, say: () => Promise<void>): Promise<boolean> {
    try {
      await say();
      return true;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      snack.say(this.#why(failure));
      void this.read(order.id);
      return false;
    }
  }

  async #say(order: Order, said: Said[], key: Key, { pictures = [], back }: Beside = {}): Promise<void> {
    const [first] = said;
    const title = { key, values: { what: order.title } };
    const outcome = await outbox.do<Order>(
      {
        city: this.town.city,
        method: "POST",
        path: saidOf(order.id),
        about: `work-orders/${order.id}/${"id" in first! ? first.id : "state"}`,
        body: { said },
        title,
        pictures: pictures.map(({ digest }) => digest),
        tells: `work-orders/${order.id}`,
      },
      pictures,
    );
    if (outcome.answer) this.#know(outcome.answer);
    this.#tell(outcome, t(key, title.values), back);
  }

  /** Say what was done, and offer the way back where there is one. */
  #tell(outcome: Outcome<Order>, told: string, back?: () => Promise<void>): void {
    const { token } = outcome;
    if (!token) return snack.say(told, back ? () => void back() : null);
    snack.say(`${told} · ${t("jobWaits")}`, () => void this.#takeBack(token, back));
  }

  /** Take back what waits; what may have been sent meanwhile goes its way back, if there is one. */
  async #takeBack(token: string, back?: () => Promise<void>): Promise<void> {
    if (await outbox.withdraw(token)) return;
    if (back) await back();
    else snack.say(t("jobSentMeanwhile"));
  }

  #why(problem: Problem): string {
    const { state } = problem.facts;
    if (problem.status === 409 && typeof state === "string" && state in STATE_LOOKS)
      return t("jobIsNow", { state: t(STATE_LOOKS[state as State].key) });
    return reasonOf(problem) || t(problem.advice);
  }
}
