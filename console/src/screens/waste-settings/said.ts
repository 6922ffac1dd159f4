/** Days of shifts in words. */

import { language } from "../../language/language.svelte";
import type { Word } from "../../parts/form/grammar";

/** Monday is 0; 1 January 2024 was one. */
const weekday = (day: number) => new Intl.DateTimeFormat(language.tag, { weekday: "short", timeZone: "UTC" }).format(Date.UTC(2024, 0, day + 1));

/** Say on which days a shift is: weekdays, or the name of a calendar. */
export const daysSaid = (days: number[] | string, calendars: readonly Word[]): string =>
  typeof days === "string" ? (calendars.find(({ value }) => value === days)?.title ?? days) : days.map(weekday).join(" ");
