/** The orders and crews of one municipality, looked at again and again, and what the office does with them. */

import { say, t } from "../../language/language.svelte";
import { nameFrom } from "../../parts/form/name";
import { snack } from "../../parts/snack.svelte";
import { Problem, reasonOf } from "../../server/ask";
import type { Town } from "../../town/town.svelte";
import { who } from "../../town/who";
import { momentAfter } from "../../work-orders/moves";
import type { Crew, Work, Written } from "../../work-orders/types";
import { changed, unchanged, type Change, type SaidOfMany } from "./said";
import type { Checklist, Listed, Opening, OrderType, Recipient, Said } from "./types";

const AGAIN_MS = 10_000;

export class Desk {
  work = $state.raw<Work<Listed> | null>(null);
  recipients = $state.raw<Recipient[]>([]);
  checklists = $state.raw<Written<Checklist>[]>([]);
  problem = $state.raw<Problem | null>(null);
  readonly mayChange: boolean;
  #again: ReturnType<typeof setInterval>;
  #asked = 0;

  constructor(readonly town: Town) {
    this.mayChange = town.map?.may.includes("record") ?? false;
    this.#again = setInterval(() => document.hidden || void this.load(), AGAIN_MS);
    void this.load();
    void this.#tryTo(() => this.fitting("repair", []).then(() => undefined));
    if (this.mayChange) void this.#loadRecipients();
  }

  close(): void {
    clearInterval(this.#again);
  }

  get crews(): Written<Crew>[] {
    return this.work?.crews ?? [];
  }

  async load(): Promise<void> {
    const turn = ++this.#asked;
    try {
      const work = await this.town.server.ask<Work<Listed>>("work-orders");
      if (turn !== this.#asked) return; // something newer is on its way
      this.work = work;
      this.problem = null;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      if (turn === this.#asked && !this.work) this.problem = failure;
    }
  }

  async #loadRecipients(): Promise<void> {
    try {
      const found = await this.town.server.ask<Recipient[]>("escalation/recipients");
      this.recipients = found.filter((one) => /^(person|crew):/.test(one.who));
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure; // they are called by their logins then
    }
  }

  /** What a person or a crew is called; nobody is called nothing. */
  title = (one: string): string => {
    const crew = this.crews.find(({ name }) => one === `crew:${name}`);
    return crew?.definition.title ?? this.recipients.find((known) => known.who === one)?.title ?? (one && who(one));
  };

  /** Change some orders at once, and offer the way back. Raises Problem. */
  async change(orders: readonly Listed[], change: Change, told: string): Promise<void> {
    await this.#say(changed(orders, change, momentAfter(orders, new Date())));
    const back = () => this.#say(unchanged(orders, change, momentAfter(orders, new Date())));
    snack.say(told, () => void this.#tryTo(back));
  }

  /** Move some orders to their next state. Raises Problem. */
  async move(orders: readonly Listed[], to: Listed["state"], reason: string, told: string): Promise<void> {
    const move: Said = { kind: "move", at: momentAfter(orders, new Date()), to, reason };
    await this.#say(Object.fromEntries(orders.map(({ id }) => [id, [move]])));
    snack.say(told);
  }

  async #say(orders: SaidOfMany): Promise<void> {
    await this.town.server.askWith("work-orders/said", { orders });
    await this.load();
  }

  /** Open some orders, all or none. Raises Problem. */
  async open(orders: Record<string, Opening>): Promise<void> {
    await this.town.server.askWith("work-orders", { orders });
    await this.load();
  }

  /** Write a crew; a new one is named by its title. Raises Problem. */
  async keepCrew({ name, definition, version }: Written<Crew>): Promise<void> {
    const path = `crews/${name || nameFrom(definition.title, "crew")}`;
    await this.town.server.askWith(path, { definition, version }, "PUT");
    await this.load();
    snack.say(t("saved"));
  }

  /** Let a crew be no more, with a way back. Raises Problem. */
  async dropCrew(crew: Written<Crew>): Promise<void> {
    await this.town.server.askWith(`crews/${crew.name}`, null, "DELETE");
    await this.load();
    const back = () => this.#tryTo(() => this.keepCrew({ ...crew, version: 0 }));
    snack.say(t("deedDropped", { title: crew.definition.title }), () => void back());
  }

  /** Read the checklists anew. Returns the name of what fits some work; empty where nothing does. Raises Problem. */
  async fitting(work: OrderType, about: readonly string[]): Promise<string> {
    const query = new URLSearchParams([["work", work], ...about.map((urn) => ["about", urn])]);
    const told = await this.town.server.ask<{ checklists: Written<Checklist>[]; fitting: string }>(`checklists?${query}`);
    this.checklists = told.checklists;
    return told.fitting;
  }

  /** Write a checklist; a new one is named by its title. Raises Problem. */
  async keepChecklist({ name, definition, version }: Written<Checklist>): Promise<void> {
    const path = `checklists/${name || nameFrom(say(definition.title), "checklist")}`;
    await this.town.server.askWith(path, { definition, version }, "PUT");
    await this.fitting("repair", []);
    snack.say(t("saved"));
  }

  /** Let a checklist be no more, with a way back. Raises Problem. */
  async dropChecklist(one: Written<Checklist>): Promise<void> {
    await this.town.server.askWith(`checklists/${one.name}`, null, "DELETE");
    await this.fitting("repair", []);
    const back = () => this.#tryTo(() => this.keepChecklist({ ...one, version: 0 }));
    snack.say(t("deedDropped", { title: say(one.definition.title) }), () => void back());
  }

  /** Do what nobody waits for, and say where it does not work. */
  async #tryTo(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      snack.say(reasonOf(failure) || t(failure.advice));
    }
  }
}
