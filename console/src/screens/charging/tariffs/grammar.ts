/** How tariffs, site hosts and vehicles of the town are written: a price is a row. Pure. */

import type { Slot } from "../../../parts/form/grammar";
import type { Text } from "../../../server/types";

export const WEEKDAYS = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"] as const;
type Weekday = (typeof WEEKDAYS)[number];

type Component = { type: string; price: number; vat?: number | null; step_size?: number };
type Restrictions = { day_of_week?: Weekday[] } & Record<string, unknown>;
type Limit = { excl_vat: number } | null;
type Leaving = { days: Weekday[]; at: string; energy?: number | null };

interface Common {
  title: Text;
  currency: string;
  type?: string;
  stations?: string[];
  hosts?: string[];
  groups?: string[];
  on_account?: boolean;
  start_date_time?: string | null;
  end_date_time?: string | null;
}

/** As the server has it: elements of OCPI. */
export interface Tariff extends Common {
  elements?: { price_components: Component[]; restrictions?: Restrictions }[];
  min_price?: Limit;
  max_price?: Limit;
}

export type Row = { day_of_week: number[] } & Component & Record<string, unknown>;

/** As the form has it: each price is a row with when it holds. */
export interface TariffForm extends Common {
  prices: Row[];
  least?: number;
  most?: number;
}

export interface Vehicle {
  title: Text;
  plate?: string;
  tokens?: string[];
  energy?: number | null;
  leaves?: Leaving[];
}
export type VehicleForm = Omit<Vehicle, "leaves"> & { leaves: (Omit<Leaving, "days"> & { days: number[] })[] };

export interface Host {
  title: Text;
  company?: string;
  share?: number;
  stations?: string[];
}

const numbers = (days: readonly Weekday[] = []) => days.map((day) => WEEKDAYS.indexOf(day) + 1);
const names = (days: readonly number[] = []) => days.map((day) => WEEKDAYS[day - 1]!);

const PRICE: Slot[] = [
  { name: "type", title: "chargeDimension", as: "choice", from: "dimensions" },
  { name: "price", title: "chargePrice", hint: "chargeNoVat", unit: "¤", as: "number" },
  { name: "vat", title: "chargeVatRate", unit: "%", as: "number" },
  { name: "step_size", title: "chargeStep", unit: "Wh, s", as: "number" },
  { name: "start_time", title: "wasteSetFrom", as: "clock" },
  { name: "end_time", title: "wasteSetUntil", as: "clock" },
  { name: "day_of_week", title: "wasteSetDays", as: "weekdays" },
  { name: "min_kwh", title: "chargeFromKwh", unit: "kWh", as: "number" },
  { name: "max_kwh", title: "chargeToKwh", unit: "kWh", as: "number" },
  { name: "min_power", title: "chargeFromKw", unit: "kW", as: "number" },
  { name: "max_power", title: "chargeToKw", unit: "kW", as: "number" },
  { name: "min_duration", title: "chargeFromTime", unit: "s", as: "number" },
  { name: "max_duration", title: "chargeToTime", unit: "s", as: "number" },
];

export const TARIFF: Slot[] = [
  { name: "currency", title: "wasteSetCurrency", as: "line" },
  { name: "type", title: "chargeFor", as: "choice", from: "types" },
  { name: "groups", title: "chargeGroups", hint: "chargeGroupsHint", as: "lines" },
  { name: "hosts", title: "chargeHosts", hint: "chargeAllHint", as: "many", from: "hosts" },
  { name: "stations", title: "chargeStations", hint: "chargeAllHint", as: "many", from: "stations" },
  { name: "on_account", title: "chargeOnAccount", hint: "chargeOnAccountHint", as: "tick" },
  { name: "prices", title: "chargePrices", hint: "chargePricesHint", as: "rows", slots: PRICE, blank: { type: "ENERGY", price: 0, day_of_week: [] } },
  { name: "least", title: "chargeLeast", unit: "¤", as: "number" },
  { name: "most", title: "chargeMost", unit: "¤", as: "number" },
];

export const HOST: Slot[] = [
  { name: "company", title: "chargeCompany", as: "line" },
  { name: "address", title: "chargeAddress", as: "line" },
  { name: "company_id", title: "chargeCompanyId", as: "line" },
  { name: "vat_id", title: "chargeVatId", as: "line" },
  { name: "contact", title: "chargeContact", as: "line" },
  { name: "prefix", title: "chargePrefix", hint: "chargePrefixHint", as: "line" },
  { name: "share", title: "chargeShare", hint: "chargeShareHint", unit: "%", as: "number" },
  { name: "stations", title: "chargeStations", as: "many", from: "stations" },
];

export const VEHICLE: Slot[] = [
  { name: "plate", title: "chargePlate", as: "line" },
  { name: "tokens", title: "chargeTokens", hint: "chargeTokensHint", as: "lines" },
  { name: "energy", title: "chargeWish", hint: "chargeWishHint", unit: "kWh", as: "number" },
  {
    name: "leaves",
    title: "chargeLeaves",
    as: "rows",
    slots: [
      { name: "days", title: "wasteSetDays", as: "weekdays" },
      { name: "at", title: "chargeLeavesAt", as: "clock" },
      { name: "energy", title: "chargeWish", unit: "kWh", as: "number" },
    ],
    blank: { days: [1, 2, 3, 4, 5], at: "06:00" },
  },
];

export const NEW_TARIFF: TariffForm = { title: {}, currency: "EUR", type: "REGULAR", prices: [{ type: "ENERGY", price: 0.3, vat: 21, day_of_week: [] }] };
export const NEW_HOST: Host = { title: {}, stations: [] };
export const NEW_VEHICLE: VehicleForm = { title: {}, leaves: [{ days: [1, 2, 3, 4, 5], at: "06:00" }] };

/** A tariff as the form has it; prices that hold together are rows that hold alike. */
export function shownTariff({ elements = [], min_price, max_price, type = "REGULAR", ...others }: Tariff): TariffForm {
  const prices = elements.flatMap(({ price_components, restrictions: { day_of_week, ...when } = {} }) =>
    price_components.map((component) => ({ ...when, ...component, day_of_week: numbers(day_of_week) })),
  );
  return { ...others, type, prices, least: min_price?.excl_vat, most: max_price?.excl_vat };
}

/** What a tariff asks for, price by price; hours: of the day, where it holds in some alone. */
export const pricesOf = ({ elements = [] }: Tariff) =>
  elements.flatMap(({ price_components, restrictions: { start_time, end_time } = {} }) =>
    price_components.map(({ type, price }) => ({ type, price, hours: start_time || end_time ? `${start_time || "00:00"}–${end_time || "24:00"}` : "" })),
  );

/** A tariff as the server takes it. */
export function sentTariff({ prices, least, most, ...others }: TariffForm): Tariff {
  const elements = prices.map(({ type, price, vat, step_size, day_of_week, ...when }) => ({
    price_components: [{ type, price, vat, step_size }],
    restrictions: { ...when, day_of_week: names(day_of_week) },
  }));
  const limit = (amount?: number) => (amount === undefined ? null : { excl_vat: amount });
  return { ...others, elements, min_price: limit(least), max_price: limit(most) };
}

export const shownVehicle = ({ leaves = [], ...others }: Vehicle): VehicleForm => ({
  ...others,
  leaves: leaves.map((one) => ({ ...one, days: numbers(one.days) })),
});

export const sentVehicle = ({ leaves, ...others }: VehicleForm): Vehicle => ({
  ...others,
  leaves: leaves.map((one) => ({ ...one, days: names(one.days) })),
});
