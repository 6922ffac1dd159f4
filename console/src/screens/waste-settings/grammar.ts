/** How shifts, contracts and the policy of collection are written. */

import type { Slot } from "../../parts/form/grammar";
import type { Contract, Machine, Shift, ShiftForm } from "./types";

export const SHIFT: Slot[] = [
  { name: "vehicle", title: "planVehicle", as: "choice", from: "vehicles" },
  { name: "driver", title: "wasteSetDriver", hint: "wasteSetDriverHint", as: "line" },
  { name: "days", title: "wasteSetDays", as: "weekdays" },
  { name: "calendar", title: "wasteSetCalendar", hint: "wasteSetCalendarHint", as: "choice", from: "calendars" },
  { name: "start", title: "wasteSetStart", as: "clock" },
  { name: "end", title: "wasteSetEnd", hint: "wasteSetEndHint", as: "clock" },
  { name: "break_min", title: "wasteSetBreak", unit: "min", as: "number" },
  {
    name: "break_window",
    title: "wasteSetWindow",
    hint: "wasteSetWindowHint",
    as: "group",
    slots: [
      { name: "0", title: "wasteSetFrom", as: "clock" },
      { name: "1", title: "wasteSetUntil", as: "clock" },
    ],
  },
  { name: "depot", title: "wasteSetDepot", as: "choice", from: "depots" },
  { name: "disposal_sites", title: "wasteSetSites", hint: "wasteSetSitesHint", as: "many", from: "sites" },
];

/** Vehicles, depots and disposal sites, by where the server keeps them. */
export const FLEET = {
  vehicles: [
    { name: "volume_l", title: "wasteSetVolume", hint: "wasteSetVolumeHint", unit: "l", as: "number" },
    { name: "load_kg", title: "wasteSetLoad", unit: "kg", as: "number" },
    { name: "fractions", title: "wasteSetFractions", hint: "wasteSetTakesHint", as: "many", from: "fractions" },
    { name: "depot", title: "wasteSetDepot", as: "choice", from: "homes" },
    { name: "litres_per_km", title: "wasteSetLitres", unit: "l/km", as: "number" },
    { name: "laid_up", title: "wasteSetOutOfService", as: "tick" },
  ],
  depots: placed(),
  sites: [
    ...placed(),
    { name: "fractions", title: "wasteSetFractions", hint: "wasteSetTakesHint", as: "many", from: "fractions" },
    { name: "unloading_min", title: "wasteSetUnloading", unit: "min", as: "number" },
  ],
} satisfies Record<string, Slot[]>;

function placed(): Slot[] {
  return [
    { name: "longitude", title: "wasteSetLongitude", hint: "wasteSetPlaceHint", unit: "°", as: "number" },
    { name: "latitude", title: "wasteSetLatitude", unit: "°", as: "number" },
  ];
}

export type Machines = keyof typeof FLEET;
export const MACHINES = Object.keys(FLEET) as Machines[];

export const CONTRACT: Slot[] = [
  { name: "contractor", title: "wasteSetContractor", as: "line" },
  { name: "first", title: "calFirst", as: "date" },
  { name: "last", title: "calLast", hint: "wasteSetNoEnd", as: "date" },
  { name: "fractions", title: "wasteSetFractions", hint: "wasteSetFractionsHint", as: "many", from: "fractions" },
  { name: "districts", title: "wasteCalDistricts", hint: "wasteSetAboutHint", as: "lines" },
  { name: "containers", title: "wasteCalContainers", hint: "wasteSetUrnHint", as: "lines" },
  { name: "currency", title: "wasteSetCurrency", hint: "wasteSetCurrencyHint", as: "line" },
  {
    name: "prices",
    title: "wasteSetPrices",
    hint: "wasteSetPricesHint",
    as: "group",
    slots: [
      {
        name: "emptyings",
        title: "wasteSetEmptyings",
        hint: "wasteSetEmptyingsHint",
        as: "rows",
        slots: [
          { name: "fraction", title: "wasteFraction", as: "choice", from: "anyFraction" },
          { name: "up_to_l", title: "wasteSetUpTo", unit: "l", as: "number" },
          { name: "price", title: "wasteSetPrice", unit: "¤", as: "number" },
        ],
        blank: { fraction: "", price: 0 },
      },
      { name: "tonne", title: "wasteSetTonne", unit: "¤/t", as: "pairs", from: "anyFraction" },
      { name: "km", title: "wasteSetKm", unit: "¤/km", as: "number" },
      { name: "round", title: "wasteSetRound", unit: "¤", as: "number" },
      { name: "month", title: "wasteSetMonth", unit: "¤", as: "number" },
    ],
  },
  { name: "missed_penalty", title: "wasteSetPenalty", hint: "wasteSetPenaltyHint", unit: "¤", as: "number" },
  { name: "every_days", title: "wasteSetEvery", hint: "wasteSetEveryHint", as: "pairs", from: "fractions" },
  { name: "sensor_month", title: "wasteSetSensorMonth", unit: "¤", as: "number" },
  { name: "sensor_price", title: "wasteSetSensorPrice", unit: "¤", as: "number" },
];

export const POLICY: Slot[] = [
  { name: "overflow_cost", title: "planOverflowCost", hint: "wasteSetOverflowHint", unit: "¤", as: "number" },
  { name: "km_cost", title: "wasteSetKmCost", hint: "wasteSetKmCostHint", unit: "¤/km", as: "number" },
  { name: "hour_cost", title: "wasteSetHourCost", hint: "wasteSetHourCostHint", unit: "¤/h", as: "number" },
  { name: "currency", title: "wasteSetCurrency", hint: "wasteSetCurrencyHint", as: "line" },
  { name: "horizon_days", title: "wasteSetHorizon", hint: "wasteSetHorizonHint", as: "number" },
  { name: "at", title: "wasteSetAt", hint: "wasteSetAtHint", as: "clock" },
  { name: "service_min", title: "wasteSetService", hint: "wasteSetServiceHint", unit: "min", as: "number" },
  { name: "litres_per_km", title: "wasteSetLitres", hint: "wasteSetLitresHint", unit: "l/km", as: "number" },
  { name: "co2_kg_per_litre", title: "wasteSetCo2", hint: "wasteSetCo2Hint", unit: "kg/l", as: "number" },
  { name: "citizens_tap", title: "wasteSetTap", hint: "wasteSetTapHint", as: "tick" },
];

export const NEW_SHIFT: ShiftForm = { title: {}, vehicle: "", days: [1, 2, 3, 4, 5], calendar: "", start: "06:00", end: "14:00", break_min: 30, break_window: { 0: "09:00", 1: "12:00" } };

export const NEW_MACHINES: Record<Machines, Machine> = {
  vehicles: { title: {}, fractions: [], depot: "", laid_up: false },
  depots: { title: {} },
  sites: { title: {}, fractions: [], unloading_min: 20 },
};

export const newContract = (today: string): Contract => ({ title: {}, first: today, currency: "CZK" });

/** A shift as the form has it. */
export function shownShift({ days, break_window, ...others }: Shift): ShiftForm {
  const byCalendar = typeof days === "string";
  return { ...others, days: byCalendar ? [] : days.map((day) => day + 1), calendar: byCalendar ? days : "", break_window: { ...break_window } };
}

/** A shift as the server takes it. */
export function sentShift({ days, calendar, break_window: { 0: from, 1: until } = {}, ...others }: ShiftForm): Shift {
  const window: [string, string] | null = from || until ? [from ?? "", until ?? ""] : null;
  return { ...others, days: calendar || days.map((day) => day - 1), break_window: window };
}
