/** Facts as sentences. The name of what a fact is about stands first, so that it needs no case. */

import { inZone, inScript, moment, number, say, signed, t } from "../../language/language.svelte";
import type { Town } from "../../town/town.svelte";
import { placed } from "../../town/values";
import type { Fact, Figure } from "./five";

export function sentence(fact: Fact, town: Town, timezone: string): string {
  switch (fact.kind) {
    case "targets":
      return t("factTargets", { met: fact.met, all: fact.all });
    case "missed":
      return t("factMissed", {
        title: say(fact.figure.kpi.title),
        value: written(fact.figure, fact.figure.answer.value ?? 0),
        target: written(fact.figure, fact.figure.answer.target ?? 0),
      });
    case "worse":
    case "better": {
      const { by, unit, digits } = fact.change;
      return t(fact.kind === "worse" ? "factWorse" : "factBetter", {
        title: say(fact.figure.kpi.title),
        change: `${signed(by, digits)}${unit && ` ${unit}`}`,
        day: inZone(new Date(fact.figure.answer.before_from), timezone, "weekday"),
      });
    }
    case "best":
    case "worst":
      return t(fact.kind === "best" ? "factBest" : "factWorst", { title: say(fact.figure.kpi.title), n: fact.weeks });
    case "district":
      return t("factDistrict", { district: inScript(fact.district, town.map), n: fact.wrong, all: fact.all });
    case "critical": {
      const { name, street, since, cause } = fact.asset;
      const called = placed(inScript(name, town.map), inScript(street, town.map));
      return t("factCritical", { name: called, time: moment(new Date(since ?? 0), new Date(0)), cause: say(cause) });
    }
    case "silent":
      return t(fact.silent ? "factSilent" : "factNoSilence", { n: fact.silent, all: fact.all });
  }
}

const written = ({ format }: Figure, value: number): string =>
  `${number(value * format.scale, format.digits)}${format.unit && ` ${format.unit}`}`;
