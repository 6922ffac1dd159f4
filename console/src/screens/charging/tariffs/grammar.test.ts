import { expect, test } from "vitest";
import { pricesOf, sentTariff, sentVehicle, shownTariff, shownVehicle, type Tariff } from "./grammar";

test("a tariff comes back from the form as it was, a price an element", () => {
  const day: Tariff = {
    title: { en: "Day" },
    currency: "EUR",
    elements: [
      {
        price_components: [{ type: "ENERGY", price: 0.2, vat: 21 }, { type: "FLAT", price: 1 }],
        restrictions: { start_time: "22:00", day_of_week: ["SATURDAY", "SUNDAY"] },
      },
    ],
    min_price: { excl_vat: 0.5 },
  };
  const form = shownTariff(day);
  expect(form.prices.map(({ type, day_of_week }) => [type, day_of_week])).toEqual([["ENERGY", [6, 7]], ["FLAT", [6, 7]]]);
  const sent = sentTariff(form);
  expect(sent.elements?.map(({ price_components }) => price_components.length)).toEqual([1, 1]);
  expect(sent.elements?.[1]?.restrictions).toEqual({ start_time: "22:00", day_of_week: ["SATURDAY", "SUNDAY"] });
  expect([sent.min_price, sent.max_price]).toEqual([{ excl_vat: 0.5 }, null]);
  expect(shownTariff(sent)).toEqual({ ...form, prices: form.prices.map((one) => ({ ...one, step_size: undefined, vat: one.vat })) });
});

test("each price is told with the hours in which it holds; who says nothing is for those with a card", () => {
  const price_components = [{ type: "ENERGY", price: 0.2 }];
  const night: Tariff = { title: {}, currency: "EUR", elements: [{ price_components, restrictions: { start_time: "22:00" } }, { price_components }] };
  expect(pricesOf(night).map(({ hours }) => hours)).toEqual(["22:00–24:00", ""]);
  expect(shownTariff(night).type).toBe("REGULAR");
});

test("a vehicle's days are numbers in the form only", () => {
  const van = { title: {}, leaves: [{ days: ["MONDAY" as const], at: "06:00" }] };
  expect(sentVehicle(shownVehicle(van))).toEqual(van);
});
