/** How what is written is called. Pure but for the language. */

import { number, say } from "../../language/language.svelte";
import type { Text } from "../../server/types";
import type { Plan, Price, Turn } from "./types";

export type Titles = Record<"schedules" | "programmes" | "groups" | "floors" | "calendars", Map<string, string>>;

const called = (listed: { name: string; definition: { title?: Text } }[]) =>
  new Map(listed.map(({ name, definition }) => [name, say(definition?.title) || name]));

export const titlesOf = (plan: Plan, calendars: { name: string; definition: { title: Text } }[]): Titles => ({
  schedules: called(plan.schedules),
  programmes: called(plan.programmes),
  groups: called(plan.groups),
  floors: called(plan.floors),
  calendars: called(calendars),
});

/** Name what a turn is for: the event or the programme, and the schedule that asks for it. */
export function titleOf(titles: Titles, { cause, name, schedule }: Turn): string {
  const by = cause === "event" ? titles.calendars : titles.programmes;
  return [by.get(name) ?? name, titles.schedules.get(schedule) ?? schedule].filter(Boolean).join(" · ");
}

/** Say what energy costs; empty where nobody wrote a price. */
export const costing = (kwh: number, price: Price | null) =>
  price?.per_kwh ? `${number(kwh * price.per_kwh)} ${price.currency}` : "";
