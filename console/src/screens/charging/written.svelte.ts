/** What is written about charging, with the words that forms choose from. */

import { say, t } from "../../language/language.svelte";
import type { Word } from "../../parts/form/grammar";
import { Problem } from "../../server/api";
import type { Town } from "../../town/town.svelte";
import type { Host, Tariff, Vehicle } from "./tariffs/grammar";
import type { Station } from "./types";

export interface Written<D> {
  name: string;
  definition: D;
  version: number;
  makes_sense: boolean;
}

export class Business {
  tariffs = $state.raw<Written<Tariff>[]>([]);
  hosts = $state.raw<Written<Host>[]>([]);
  vehicles = $state.raw<Written<Vehicle>[]>([]);
  stations = $state.raw<Station[]>([]);
  ready = $state(false);
  problem = $state.raw<Problem | null>(null);
  readonly mayChange: boolean;

  constructor(readonly town: Town) {
    this.mayChange = town.map?.may.includes("record") ?? false;
    void this.load();
  }

  readonly words = $derived.by<Record<string, Word[]>>(() => ({
    dimensions: (["ENERGY", "TIME", "PARKING_TIME", "FLAT"] as const).map((value) => ({ value, title: t(`chargeDimension_${value}`) })),
    types: (["REGULAR", "AD_HOC_PAYMENT"] as const).map((value) => ({ value, title: t(`chargeFor_${value}`) })),
    stations: this.stations.map(({ urn, name }) => ({ value: urn, title: name })),
    hosts: [{ value: "town", title: t("chargeTown") }, ...this.hosts.filter(({ name }) => name !== "town").map(({ name, definition }) => ({ value: name, title: say(definition.title) || name }))],
  }));

  hostName(name: string): string {
    const known = this.hosts.find((one) => one.name === name);
    return (known && say(known.definition.title)) || (name === "town" ? t("chargeTown") : name);
  }

  stationName(urn: string): string {
    return this.stations.find((one) => one.urn === urn)?.name ?? urn.split(":").at(-1)!;
  }

  async load(): Promise<void> {
    const { server } = this.town;
    try {
      const [tariffs, hosts, vehicles, { items }] = await Promise.all([
        server.ask<Written<Tariff>[]>("emobility/tariffs"),
        server.ask<Written<Host>[]>("emobility/hosts"),
        server.ask<Written<Vehicle>[]>("emobility/vehicles"),
        server.ask<{ items: Station[] }>("emobility/stations"),
      ]);
      [this.tariffs, this.hosts, this.vehicles, this.stations] = [tariffs, hosts, vehicles, items];
      [this.ready, this.problem] = [true, null];
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    }
  }
}
