/** An order to many in one sentence. */

import { inScript, number, say, t } from "../../language/language.svelte";
import type { Layer, Order } from "../../server/types";
import type { Town } from "../../town/town.svelte";
import { who } from "../../town/who";
import { sizeOf, type Bulk } from "./types";

export const layerOf = (town: Town, type: string): Layer | undefined =>
  town.map?.layers.find((layer) => layer.type === type);

/** Who ordered what of how many. */
export function sentenceOf(bulk: Bulk, town: Town): string {
  const layer = layerOf(town, bulk.type);
  const order = layer?.orders.find(({ name }) => name === bulk.order);
  const what = order ? chosen(order, bulk.wish) : bulk.order;
  return t(bulk.ends ? "manyEnded" : "manyGiven", {
    by: who(bulk.by),
    what,
    kind: inScript(say(layer?.title) || bulk.type, null),
    count: number(sizeOf(bulk)),
  });
}

/** An order with what was chosen. */
export function chosen(order: Order, wish: unknown): string {
  const title = say(order.title);
  switch (order.kind) {
    case "press":
      return title;
    case "switch":
      return `${title}: ${t(wish ? "ordersOn" : "ordersOff")}`;
    case "level":
      return `${title}: ${number(Number(wish) * 100)} %`;
    case "amount":
      return `${title}: ${number(Number(wish), 2)} ${order.unit}`;
    case "choice":
      return `${title}: ${say(order.options.find(({ value }) => JSON.stringify(value) === JSON.stringify(wish))?.title) || String(wish)}`;
  }
}

/** What is chosen of an order at first; null where nothing is. */
export function firstOf(order: Order): unknown {
  switch (order.kind) {
    case "press":
      return null;
    case "switch":
      return true;
    case "level":
      return 1;
    case "amount":
      return order.least;
    case "choice":
      return order.options[0]!.value;
  }
}
