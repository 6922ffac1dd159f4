/** How the terms of the ledger of collection are written. */

import type { Slot } from "../../parts/form/grammar";

const MONTHS: Slot[] = [
  { name: "month", title: "energyMonthAs", as: "line" },
  { name: "days", title: "wasteLedDays", as: "number" },
  { name: "containers", title: "wasteLedContainers", as: "number" },
  { name: "km", title: "wasteLedKm", as: "number" },
  { name: "hours", title: "wasteLedHours", as: "number" },
  { name: "tonnes", title: "wasteLedTonnes", as: "number" },
  { name: "litres", title: "wasteLedLitres", as: "number" },
  { name: "overflows", title: "wasteLedOverflows", as: "number" },
  { name: "complaints", title: "wasteLedComplaints", as: "number" },
];
const BLANK = { month: "", days: 30, containers: 1, km: 0, hours: 0 };

export const TERMS: Slot[] = [
  { name: "baseline", title: "wasteLedBaseline", as: "rows", slots: MONTHS, blank: BLANK },
  { name: "source", title: "energySource", as: "line" },
  { name: "now", title: "wasteLedNow", hint: "wasteLedNowHint", as: "rows", slots: MONTHS, blank: BLANK },
  {
    name: "costs",
    title: "wasteLedCosts",
    as: "rows",
    slots: [
      { name: "title", title: "energyFor", as: "line" },
      { name: "amount", title: "energyAmount", as: "number" },
      { name: "once", title: "wasteLedOnce", as: "tick" },
      { name: "first", title: "energyFrom", as: "date" },
      { name: "last", title: "energyUntil", as: "date" },
    ],
    blank: { title: "", amount: 0, once: false, first: "" },
  },
  { name: "km_tolerance", title: "wasteLedKmTolerance", as: "number" },
  { name: "hours_tolerance", title: "wasteLedHoursTolerance", as: "number" },
  { name: "unloading_share", title: "wasteLedUnloading", as: "number" },
  { name: "co2_source", title: "wasteLedFactor", as: "line" },
];
