/** How a report is changed by its form. Pure. */

import type { Panel } from "../../boards/types";
import type { Tag } from "../../language/language.svelte";
import type { Text } from "../../server/types";
import type { Between, Definition, Schedule, Unit } from "./types";

export const OFTEN: Schedule = { every: "month", at: "06:00", weekday: 1, day: 1, calendar: "" };

/** A report of nothing yet, for who reads a language. */
export const empty = (title: string, tag: Tag): Definition => ({
  title,
  languages: [tag],
  panels: [],
  period: "month",
  compare: "before",
  schedule: null,
  recipients: [],
  formats: ["pdf"],
  role: "viewer",
  keep_days: 400,
});

/** Say a title anew in one language; what it is called in others stays. */
export const retitled = (title: Text, tag: Tag, said: string): Text =>
  typeof title === "string" ? said : { ...title, [tag]: said };

/** Choose days, or the last whole unit; what is of chosen days has no schedule. */
export function over(definition: Definition, period: Unit | Between): Definition {
  const schedule = typeof period === "string" ? definition.schedule : null;
  return { ...definition, period, schedule };
}

/** Move a panel by some places, as far as there are any. */
export function moved(panels: Panel[], at: number, by: -1 | 1): Panel[] {
  const to = at + by;
  if (to < 0 || to >= panels.length) return panels;
  return panels.with(at, panels[to]!).with(to, panels[at]!);
}

/** What a report shows of a panel; where it stands on a board says nothing. */
export function asReported(panel: Panel): Panel {
  const { place: _place, ...rest } = panel;
  return rest as Panel;
}

/** A name for a new report that no other has. */
export function newName(now: Date, chance: number): string {
  return `r-${now.getTime().toString(36)}-${Math.floor(chance * 36 ** 3).toString(36)}`;
}

/** Whether it can be kept: it has a name, something to show, and a way to be read. */
export const complete = (definition: Definition, title: string): boolean =>
  title.trim() !== "" &&
  [definition.panels, definition.languages, definition.formats].every((chosen) => chosen.length > 0);
