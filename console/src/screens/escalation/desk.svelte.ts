/** Duties and policies of one municipality, read together and again after a change. */

import { say, t } from "../../language/language.svelte";
import { snack } from "../../parts/snack.svelte";
import { Problem } from "../../server/api";
import type { Town } from "../../town/town.svelte";
import { who } from "../../town/who";
import type { Recipient } from "../../town/recipients";
import { nameOf, type Duty, type Escalation, type Policy, type Written } from "./types";

export class Desk {
  all = $state.raw<Escalation | null>(null);
  recipients = $state.raw<Recipient[]>([]);
  problem = $state.raw<Problem | null>(null);

  constructor(readonly town: Town) {}

  async load(): Promise<void> {
    try {
      const { server } = this.town;
      [this.all, this.recipients] = await Promise.all([
        server.ask<Escalation>("escalation"),
        server.ask<Recipient[]>("escalation/recipients"),
      ]);
      this.problem = null;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    }
  }

  /** What somebody is called. */
  title(one: string): string {
    return say(this.recipients.find((known) => known.who === one)?.title) || who(one);
  }

  titles(some: string[]): string {
    return some.length > 0 ? some.map((one) => this.title(one)).join(", ") : t("escNobody");
  }

  /** Write a duty or a policy; a new one is named by its title. Raises Problem. */
  async keep(kind: "duties" | "policies", written: Written<Duty | Policy>): Promise<void> {
    const { definition, version } = written;
    const path = `escalation/${kind}/${written.name || nameOf(definition.title)}`;
    await this.town.server.askWith(path, { definition, version }, "PUT");
    await this.load();
    snack.say(t("saved"));
  }

  /** Remove one, with a way back. Raises Problem. */
  async drop(kind: "duties" | "policies", written: Written<Duty | Policy>): Promise<void> {
    await this.town.server.askWith(`escalation/${kind}/${written.name}`, null, "DELETE");
    await this.load();
    snack.say(t("deedDropped", { title: written.definition.title }), () => void this.keep(kind, { ...written, version: 0 }));
  }
}
