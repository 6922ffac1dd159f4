/** How programmes, groups, schedules and floors are filled in. */

import type { Part, Slot } from "../../parts/form/grammar";
import type { Definition, Kind } from "./types";

const FADE: Slot = { name: "fade_s", title: "lightFade", as: "number" };

/** What is filled in of a step beside its moment and its level. */
export const OF_STEP = [FADE];
export const BLANK_STEP = { at: "23:00", level: 0.5, fade_s: 0 };

const picked = (name: string, title: Slot["title"]): Slot => ({ name, title, as: "own", own: "pick" });

export const SLOTS: Record<Kind, Slot[]> = {
  programmes: [
    {
      name: "nights",
      title: "lightNights",
      as: "rows",
      slots: [
        { name: "weekdays", title: "lightWeekdays", as: "weekdays" },
        { name: "on", title: "lightOn", as: "choice", from: "calendars" },
        { name: "steps", title: "lightSteps", as: "own", own: "steps" },
      ],
      blank: { weekdays: [6, 7], on: "", steps: [{ at: { phase: "dusk", offset_min: 0 }, level: 1 }, { at: { phase: "dawn", offset_min: 0 }, level: 0 }] },
    },
    {
      name: "dusk",
      title: "lightSensor",
      as: "group",
      slots: [
        { name: "sensor", title: "lightSensorUrn", as: "line" },
        { name: "dark_lx", title: "lightDarkLux", as: "number" },
        { name: "light_lx", title: "lightLightLux", as: "number" },
      ],
    },
  ],
  groups: [
    {
      name: "query",
      title: "lightQuery",
      as: "group",
      slots: [
        { name: "classes", title: "lightClasses", as: "many", from: "classes" },
        picked("streets", "lightStreets"),
        picked("districts", "lightDistricts"),
        picked("cabinets", "lightCabinets"),
        picked("feeders", "lightFeeders"),
        picked("models", "lightModels"),
        { name: "where", title: "lightWhere", hint: "lightWhereHint", as: "line" },
      ],
    },
    picked("groups", "lightGroupsIn"),
    { name: "lamps", title: "lightLampUrns", as: "lines" },
  ],
  schedules: [
    { name: "groups", title: "lightGroups", hint: "lightGroupsHint", as: "many", from: "groups" },
    { name: "programme", title: "lightProgramme", as: "choice", from: "programmes" },
    {
      name: "events",
      title: "lightEvents",
      as: "rows",
      slots: [
        { name: "calendar", title: "calendar", as: "choice", from: "calendars" },
        { name: "programme", title: "lightProgramme", as: "choice", from: "levelOrProgramme" },
        { name: "level", title: "lightLevel", as: "own", own: "level" },
      ],
      blank: { calendar: "", level: 1 },
    },
    { name: "priority", title: "lightPriority", hint: "lightPriorityHint", as: "number" },
  ],
  floors: [
    {
      name: "least",
      title: "lightLeast",
      as: "rows",
      slots: [
        { name: "classes", title: "lightClasses", as: "many", from: "classes" },
        { name: "level", title: "lightLevel", as: "own", own: "level" },
        { name: "start", title: "lightFrom", as: "clock" },
        { name: "end", title: "lightTo", as: "clock" },
      ],
      blank: { level: 0.3, classes: [], start: "12:00", end: "12:00" },
    },
  ],
};

/** What a new one says before anything is chosen. */
export function blank(kind: Kind, usual: Record<string, number>): Definition {
  const levels = [...new Set(Object.values(usual))].sort((a, b) => b - a);
  const least = levels.map((level) => ({ level, classes: Object.keys(usual).filter((one) => usual[one] === level) }));
  const starters: Record<Kind, Omit<Definition, "title">> = {
    programmes: {
      nights: [
        {
          weekdays: [1, 2, 3, 4, 5, 6, 7],
          on: "",
          steps: [
            { at: { phase: "dusk", offset_min: 0 }, level: 1, fade_s: 0 },
            { at: "23:00", level: 0.5, fade_s: 60 },
            { at: "05:00", level: 0.8, fade_s: 60 },
            { at: { phase: "dawn", offset_min: 0 }, level: 0, fade_s: 0 },
          ],
        },
      ],
    },
    groups: {},
    schedules: { groups: [], programme: "", events: [], priority: 50 },
    floors: { least },
  };
  return { title: {}, ...starters[kind] };
}

/** What is written, with what holds where it says nothing. */
export function whole(kind: Kind, definition: Definition): Definition {
  if (kind === "schedules") return { priority: 50, ...definition };
  if (kind !== "programmes") return definition;
  return { ...definition, nights: (definition.nights as Part[]).map(wholeNight) };
}

const wholeNight = (night: Part): Part => ({
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  ...night,
  steps: (night.steps as Part[]).map((step) => ({ fade_s: 0, ...step })),
});

/** What is sent: a query that asks for nothing would be every lamp, and an event is one or the other. */
export function cleaned(definition: Definition): Definition {
  const { query, ...others } = definition;
  const asked = Object.fromEntries(Object.entries((query ?? {}) as Record<string, unknown>).filter(([, value]) => value && (value as string).length > 0));
  const events = (definition.events as Record<string, unknown>[] | undefined)?.map((event) => (event.programme ? { ...event, level: undefined } : event));
  return { ...others, ...(Object.keys(asked).length > 0 ? { query: asked } : {}), ...(events ? { events } : {}) };
}
