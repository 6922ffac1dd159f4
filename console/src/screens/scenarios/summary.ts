/** A scenario told in sentences. */

import { language, lasting, number, say, t, type Key } from "../../language/language.svelte";
import type { Part } from "../../parts/form/grammar";
import type { Text } from "../../server/types";
import type { Sentences } from "./compared";
import { readLogic } from "./logic";
import type { Written } from "./writing.svelte";

const listed = (words: string[], type: "conjunction" | "disjunction") => new Intl.ListFormat(language.tag, { type }).format(words);

/** Tell when it begins, whether it goes on, and what it does then. */
export function told(written: Written): { when: string; whether: string; then: string } {
  const { triggers, conditions = [], actions } = written.definition;
  return {
    when: listed(triggers.map((part) => trigger(written, part)), "disjunction"),
    whether: listed(conditions.map((part) => condition(written, part)), "conjunction"),
    then: actions.map((part) => action(written, part)).join(" → "),
  };
}

/** What it says, sentence by sentence, under what each is about. */
export function sentences(written: Written): Sentences {
  const { title, scope = {}, triggers, conditions = [], actions, limits = {} } = written.definition;
  return {
    scenTitle: [say(title)],
    scenTypes: (scope.types ?? []).map((type) => written.word("types", type)),
    scenDistricts: scope.districts ?? [],
    scenWhere: scope.where ? [logic(written, scope.where)] : [],
    scenWhen: triggers.map((part) => trigger(written, part)),
    scenIf: conditions.map((part) => condition(written, part)),
    scenThen: actions.map((part) => action(written, part)),
    scenLimits: [
      ...(limits.an_hour === undefined ? [] : [`${t("scenAnHour")}: ${number(limits.an_hour)}`]),
      ...(limits.rest_s ? [`${t("scenRest")}: ${lasting(limits.rest_s)}`] : []),
    ],
  };
}

function trigger(written: Written, part: Part): string {
  const attribute = written.titleOf(String(part.attribute || "value"));
  const time = lasting(Number(part.for_s ?? 0));
  switch (part.is) {
    case "threshold": {
      const side = part.below === undefined ? "above" : "below";
      const said = t(`scenSay_${side}`, { attribute, limit: valued(written, part, part[side]) });
      return part.for_s ? t("scenSayFor", { said, time }) : said;
    }
    case "change": {
      const to = (part.to ?? []) as unknown[];
      return to.length === 0
        ? t("scenSay_change", { attribute })
        : t("scenSay_becomes", { attribute, to: listed(to.map((value) => valued(written, part, value)), "disjunction") });
    }
    case "silence":
      return t("scenSay_silence", { attribute, time });
    case "schedule":
      return withCalendar(written, part, t("scenSay_schedule", { times: listed(part.at as string[], "conjunction") }));
    case "sun":
      return withCalendar(written, part, sun(part.moment as { phase: string; offset_min: number }));
    case "geofence":
      return t(`scenSay_${part.goes as "in" | "out"}`);
    case "alarm":
      return t(`scenSay_${part.state as "raised" | "cleared"}`);
    default:
      return t(`scenSay_${part.is}` as Key);
  }
}

function sun({ phase, offset_min }: { phase: string; offset_min: number }): string {
  const said = t(`phase_${phase}` as Key);
  return offset_min ? `${said} ${offset_min > 0 ? "+" : "−"}${Math.abs(offset_min)} min` : said;
}

const withCalendar = (written: Written, { calendar }: Part, said: string) =>
  calendar ? t("scenSayWhile", { said, calendar: written.word("calendars", calendar) }) : said;

function condition(written: Written, part: Part): string {
  if (part.is === "expression") return logic(written, String(part.that));
  if (part.is === "compare") return compared(written, part);
  if (part.is === "table") return t("scenSay_table");
  return t(part.holds === false ? "scenSay_not" : "scenSay_calendar", { calendar: written.word("calendars", part.name) });
}

function logic(written: Written, text: string): string {
  const tree = readLogic(text);
  return tree ? branch(written, tree) : text;
}

function branch(written: Written, part: Part): string {
  const of = [part.of ?? []].flat() as Part[];
  const inner = () => of.map((one) => branch(written, one));
  if (part.is === "all") return listed(inner(), "conjunction");
  if (part.is === "any") return listed(inner(), "disjunction");
  if (part.is === "not") return t("scenSayNot", { said: inner().join() });
  return compared(written, part);
}

const compared = (written: Written, part: Part) =>
  `${written.titleOf(String(part.attribute))} ${written.word("comparisons", part.operator)} ${valued(written, part, part.value)}`;

function action(written: Written, part: Part): string {
  const text = (name: string) => say(part[name] as Text);
  switch (part.is) {
    case "notify":
      return t("scenSay_notify", { to: listed(part.to as string[], "conjunction"), subject: text("subject") });
    case "work":
      return t("scenSay_work", { title: String(part.title) });
    case "raise":
      return t("scenSay_raise", { description: text("description") });
    case "clear":
      return t("scenSay_clear");
    case "command":
      return t("scenSay_command", { command: written.word("commands", part.command), value: valued(written, part, part.value ?? "") });
    case "start":
      return t("scenSay_start", { scenario: written.word("scenarios", part.scenario) });
    case "wait":
      return t("scenSay_wait", { time: lasting(Number(part.for_s)) });
    default:
      return t("scenSay_branch", { that: logic(written, String(part.that)), then: steps(written, part.then), otherwise: steps(written, part.otherwise) });
  }
}

const steps = (written: Written, parts: unknown) => ((parts ?? []) as Part[]).map((part) => action(written, part)).join(" → ") || "–";

/** Write a value as its attribute is read: in its words, or by its scale and with its unit. */
function valued(written: Written, beside: Part, value: unknown): string {
  const field = written.field(beside);
  const words = say(field?.words?.[String(value)]);
  if (words) return words;
  if (typeof value !== "number") return typeof value === "boolean" ? t(value ? "yes" : "no") : String(value ?? "");
  return `${number(value * (field?.scale ?? 1), 3)} ${field?.unit ?? ""}`.trim();
}
