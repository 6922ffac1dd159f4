/** How days of collection are written. The form counts weekdays from 1, the server from 0. */

import type { Slot } from "../../parts/form/grammar";
import type { Definition } from "./types";

export const CALENDAR: Slot[] = [
  { name: "fraction", title: "wasteFraction", as: "choice", from: "fractions" },
  { name: "weekdays", title: "wasteCalDays", as: "weekdays" },
  { name: "every_weeks", title: "wasteCalEvery", as: "number" },
  { name: "first", title: "calFirst", as: "date" },
  { name: "last", title: "calLast", as: "date" },
  { name: "begins", title: "wasteCalBegins", as: "clock" },
  { name: "holidays", title: "wasteCalHolidays", as: "choice", from: "calendars" },
  { name: "on_holiday", title: "wasteCalMoved", as: "choice", from: "moved" },
  {
    name: "where",
    title: "wasteCalWhere",
    as: "group",
    slots: [
      {
        name: "streets",
        title: "wasteCalStreets",
        as: "rows",
        slots: [
          { name: "street", title: "wasteCalStreet", as: "line" },
          { name: "side", title: "wasteCalSide", as: "choice", from: "sides" },
          { name: "first", title: "wasteCalFrom", as: "number" },
          { name: "last", title: "wasteCalTo", hint: "wasteCalToHint", as: "number" },
        ],
        blank: { street: "", side: "both", first: 0, last: 0 },
      },
      { name: "districts", title: "wasteCalDistricts", as: "lines" },
      { name: "isles", title: "wasteCalIsles", as: "lines" },
      { name: "containers", title: "wasteCalContainers", as: "lines" },
    ],
  },
  {
    name: "changes",
    title: "wasteCalChanges",
    as: "rows",
    slots: [
      { name: "day", title: "wasteCalDay", as: "date" },
      { name: "to", title: "wasteCalInstead", hint: "wasteCalInsteadHint", as: "date" },
    ],
    blank: { day: "" },
  },
];

export const empty = (today: string): Definition =>
  ({ title: {}, fraction: "mixed", where: {}, weekdays: [1], every_weeks: 1, first: today, holidays: "", on_holiday: "after", begins: "" }) as unknown as Definition;

const shifted = (definition: Definition, by: number): Definition => ({ ...definition, weekdays: definition.weekdays.map((day) => day + by) });

/** As the form has it. */
export const shown = (definition: Definition): Definition => shifted(definition, 1);

/** As the server takes it. */
export const sent = (definition: Definition): Definition => shifted(definition, -1);
