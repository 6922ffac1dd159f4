/** What a town has written about its collection, read together. */

import { say, t } from "../../language/language.svelte";
import type { Word } from "../../parts/form/grammar";
import { fractionsOf } from "../../rounds/fractions";
import { Problem } from "../../server/api";
import type { Text } from "../../server/types";
import type { Town } from "../../town/town.svelte";
import { MACHINES, type Machines } from "./grammar";
import type { Contract, Fleet, Holding, Machine, Shift, Written } from "./types";

export class Settings {
  shifts = $state.raw<Written<Shift>[]>([]);
  contracts = $state.raw<Written<Contract>[]>([]);
  policy = $state.raw<Holding | null>(null);
  fleet = $state.raw<Fleet | null>(null);
  machines = $state.raw<Record<Machines, Written<Machine>[]>>({ vehicles: [], depots: [], sites: [] });
  problem = $state.raw<Problem | null>(null);
  readonly mayChange: boolean;
  #calendars = $state.raw<{ name: string; definition: { title: Text } }[]>([]);
  #fractions = $state.raw<string[]>([]);

  constructor(readonly town: Town) {
    this.mayChange = town.map?.may.includes("record") ?? false;
    void this.load();
  }

  readonly words = $derived.by<Record<string, Word[]>>(() => {
    const named = (all: readonly { urn: string; name: string }[] = []) => all.map(({ urn, name }) => ({ value: urn, title: name }));
    const fractions = fractionsOf(this.town, this.#fractions);
    return {
      vehicles: named(this.fleet?.vehicles),
      depots: [{ value: "", title: t("wasteSetOwnDepot") }, ...named(this.fleet?.depots)],
      homes: [{ value: "", title: t("wasteSetNoDepot") }, ...named(this.fleet?.depots)],
      sites: named(this.fleet?.sites),
      calendars: [{ value: "", title: t("wasteSetByDays") }, ...this.#calendars.map(({ name, definition }) => ({ value: name, title: say(definition.title) || name }))],
      fractions,
      anyFraction: [{ value: "", title: t("wasteSetAnyFraction") }, ...fractions],
    };
  });

  async load(): Promise<void> {
    const { server } = this.town;
    try {
      const [shifts, contracts, policy, fleet, { calendars }, { fractions }] = await Promise.all([
        server.ask<Written<Shift>[]>("waste/shifts"),
        server.ask<Written<Contract>[]>("waste/contracts"),
        server.ask<Holding>("waste/policy"),
        server.ask<Fleet>("waste/fleet"),
        server.ask<{ calendars: { name: string; definition: { title: Text } }[] }>("calendars"),
        server.ask<{ fractions: Record<string, number> }>("waste/rehearse"),
      ]);
      [this.shifts, this.contracts, this.policy, this.fleet] = [shifts, contracts, policy, fleet];
      [this.#calendars, this.#fractions] = [calendars, Object.keys(fractions)];
      const lists = await Promise.all(MACHINES.map((kind) => server.ask<Written<Machine>[]>(`waste/fleet/${kind}`)));
      this.machines = Object.fromEntries(MACHINES.map((kind, place) => [kind, lists[place]!])) as Record<Machines, Written<Machine>[]>;
      this.problem = null;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    }
  }
}
