/** How the terms of the ledger and contracts are written. */

import type { Kind, Slot } from "../../parts/form/grammar";

const SHARES: [string, Slot["title"]][] = [
  ["meter", "energyTol_meter"],
  ["rated_power", "energyTol_power"],
  ["level", "energyTol_level"],
  ["hours", "energyTol_hours"],
  ["inventory", "energyTol_inventory"],
  ["outages", "energyTol_outages"],
];

export const BASELINE: Kind[] = [
  {
    is: "powers",
    title: "energyPowers",
    slots: [
      {
        name: "lamps",
        title: "energyOldLamps",
        as: "rows",
        slots: [
          { name: "title", title: "energyTitle", as: "line" },
          { name: "count", title: "energyCount", as: "number" },
          { name: "power_w", title: "energyPower", as: "number" },
        ],
        blank: { title: "", count: 1, power_w: 100 },
      },
      { name: "share", title: "energyShare", as: "number" },
      { name: "hours", title: "energyHours", as: "number" },
    ],
    blank: { lamps: [{ title: "", count: 1, power_w: 100 }], share: 1 },
  },
  {
    is: "period",
    title: "energyPeriod",
    slots: [
      { name: "first", title: "energyFirst", as: "date" },
      { name: "last", title: "energyLast", as: "date" },
      { name: "lamps", title: "energyLampsThen", as: "number" },
    ],
    blank: { first: "", last: "", lamps: 1 },
  },
  {
    is: "bills",
    title: "energyBills",
    slots: [
      {
        name: "months",
        title: "energyBillMonths",
        as: "rows",
        slots: [
          { name: "month", title: "energyMonthAs", as: "line" },
          { name: "kwh", title: "energyKwh", as: "number" },
        ],
        blank: { month: "", kwh: 0 },
      },
      { name: "lamps", title: "energyLampsThen", as: "number" },
    ],
    blank: { months: [], lamps: 1 },
  },
];

const CHANGES: Slot = {
  name: "changes",
  title: "energyChanges",
  as: "rows",
  slots: [
    { name: "on", title: "energyOn", as: "date" },
    { name: "lamps", title: "energyChangeLamps", as: "number" },
    { name: "power_w", title: "energyOldPower", as: "number" },
    { name: "why", title: "energyWhy", as: "line" },
  ],
  blank: { on: "", lamps: 1, power_w: 100, why: "" },
};

export const TERMS: Slot[] = [
  { name: "baseline", title: "energyBaseline", as: "part", of: "baseline" },
  CHANGES,
  { name: "currency", title: "energyCurrency", as: "line" },
  {
    name: "prices",
    title: "energyPrices",
    as: "rows",
    slots: [
      { name: "first", title: "energyFrom", as: "date" },
      { name: "per_kwh", title: "energyPerKwh", as: "number" },
      {
        name: "zones",
        title: "energyZones",
        as: "rows",
        slots: [
          { name: "start", title: "energyFrom", as: "clock" },
          { name: "end", title: "energyTo", as: "clock" },
          { name: "per_kwh", title: "energyPerKwh", as: "number" },
          { name: "weekdays", title: "energyDays", as: "weekdays" },
        ],
        blank: { start: "22:00", end: "06:00", per_kwh: 0, weekdays: [1, 2, 3, 4, 5, 6, 7] },
      },
    ],
    blank: { first: "", per_kwh: 0, zones: [] },
  },
  {
    name: "costs",
    title: "energyCostsOf",
    as: "rows",
    slots: [
      { name: "title", title: "energyFor", as: "line" },
      { name: "amount", title: "energyAmount", as: "number" },
      { name: "every", title: "energyEvery", as: "choice", from: "every" },
      { name: "first", title: "energyFrom", as: "date" },
      { name: "last", title: "energyUntil", as: "date" },
    ],
    blank: { title: "", amount: 0, every: "month", first: "" },
  },
  { name: "programme", title: "energyProgramme", as: "choice", from: "programmes" },
  { name: "standby_w", title: "energyStandby", as: "number" },
  { name: "tolerances", title: "energyTolerances", as: "group", slots: SHARES.map(([name, title]) => ({ name, title, as: "number" })) },
  {
    name: "factor",
    title: "energyFactor",
    as: "group",
    slots: [
      { name: "kg_per_kwh", title: "energyFactorValue", as: "number" },
      { name: "year", title: "energyYear", as: "number" },
      { name: "source", title: "energySource", as: "line" },
    ],
  },
];

export const CONTRACT: Slot[] = [
  { name: "client", title: "energyClient", as: "line" },
  { name: "provider", title: "energyProvider", as: "line" },
  { name: "first", title: "energyFirst", as: "date" },
  { name: "last", title: "energyLast", as: "date" },
  { name: "guaranteed", title: "energyGuaranteed", as: "number" },
  { name: "unit", title: "energyUnit", as: "choice", from: "units" },
  { name: "tolerance", title: "energyMayMiss", as: "number" },
  { name: "clause", title: "energyClause", as: "line" },
  { name: "penalty", title: "energyPenaltyFormula", as: "line" },
  { name: "bonus", title: "energyBonusFormula", as: "line" },
  { name: "cabinets", title: "energyScope", as: "many", from: "cabinets" },
  { name: "baseline", title: "energyOwnBaseline", as: "part", of: "baseline" },
  CHANGES,
];
