/** How a calendar is written: sets of time, and what is made of them. */

import type { Kind, Slot } from "../../parts/form/grammar";

const SUN: Slot[] = [
  { name: "phase", title: "calPhase", as: "choice", from: "phases" },
  { name: "offset_min", title: "calOffset", as: "number" },
];

const DAYS: Slot[] = [
  { name: "first", title: "calFirst", as: "date" },
  { name: "last", title: "calLast", as: "date" },
];

export const RULE: Kind[] = [
  {
    is: "hours",
    title: "cal_hours",
    slots: [
      { name: "weekdays", title: "calWeekdays", as: "weekdays" },
      { name: "start", title: "calStart", as: "clock" },
      { name: "end", title: "calEnd", as: "clock" },
    ],
    blank: { weekdays: [1, 2, 3, 4, 5], start: "07:00", end: "15:00" },
  },
  {
    is: "holidays",
    title: "cal_holidays",
    slots: [{ name: "country", title: "calCountry", as: "choice", from: "countries" }],
    blank: { country: "CZ" },
  },
  {
    is: "dates",
    title: "cal_dates",
    slots: [{ name: "ranges", title: "calRanges", as: "rows", slots: DAYS, blank: { first: "", last: "" } }],
    blank: { ranges: [{ first: "", last: "" }] },
  },
  {
    is: "sun",
    title: "cal_sun",
    slots: [
      { name: "start", title: "calSunStart", as: "group", slots: SUN },
      { name: "end", title: "calSunEnd", as: "group", slots: SUN },
    ],
    blank: { start: { phase: "dusk", offset_min: 0 }, end: { phase: "dawn", offset_min: 0 } },
  },
  { is: "calendar", title: "cal_calendar", slots: [{ name: "name", title: "calendar", as: "choice", from: "calendars" }], blank: { name: "" } },
  { is: "all", title: "cal_all", slots: [{ name: "of", title: "calPart", as: "parts", of: "rule" }], blank: { of: [] } },
  { is: "any", title: "cal_any", slots: [{ name: "of", title: "calPart", as: "parts", of: "rule" }], blank: { of: [] } },
  {
    is: "not",
    title: "cal_not",
    slots: [{ name: "of", title: "calNotOf", as: "part", of: "rule" }],
    blank: { of: { is: "holidays", country: "CZ" } },
  },
];

export const EXCEPTIONS: Slot[] = [
  {
    name: "exceptions",
    title: "calExceptions",
    as: "rows",
    slots: [
      ...DAYS,
      { name: "holds", title: "calHoldsAllDay", as: "tick" },
      { name: "note", title: "calNote", as: "line" },
    ],
    blank: { first: "", last: "", holds: false, note: "" },
  },
];

export const PHASES = ["dawn", "sunrise", "noon", "sunset", "dusk"] as const;
export const COUNTRIES = ["CZ", "SK", "RS"] as const;
