/** Commands as people gave them: which order it was, and what was chosen. */

import { number, say, t } from "../../language/language.svelte";
import type { Command, Order } from "../../server/types";

export interface Given {
  order: Order;
  value: unknown; //: as it is chosen, so that it can be given again
  text: string;
}

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** Find what was ordered; null where no order of today says so. */
export function givenBy(command: Pick<Command, "name" | "value">, orders: Order[]): Given | null {
  const readings = orders.filter((order) => order.command === command.name).map((order) => reading(order, command.value));
  return readings.filter((one) => one !== null).sort((a, b) => exactness(a) - exactness(b))[0] ?? null;
}

/** Of several orders with one command, the one that can mean nothing else. */
const exactness = ({ order }: Given): number => ["press", "choice", "amount", "level", "switch"].indexOf(order.kind);

function reading(order: Order, value: unknown): Given | null {
  const title = say(order.title);
  switch (order.kind) {
    case "press":
      return same(value, order.value) ? { order, value: null, text: title } : null;
    case "choice": {
      const option = order.options.find((one) => same(one.value, value));
      return option ? { order, value, text: `${title}: ${say(option.title)}` } : null;
    }
    case "amount":
      return typeof value === "number" ? { order, value, text: `${title}: ${number(value, 2)} ${order.unit}` } : null;
    case "level":
      return typeof value === "number" ? { order, value, text: `${title}: ${number(value * 100)} %` } : null;
    case "switch":
      if (same(value, order.on)) return { order, value: true, text: `${title}: ${t("ordersOn")}` };
      return same(value, order.off) ? { order, value: false, text: `${title}: ${t("ordersOff")}` } : null;
  }
}

/** A command in words. */
export const sayCommand = (command: Pick<Command, "name" | "value">, orders: Order[]): string =>
  givenBy(command, orders)?.text ?? `${command.name}: ${JSON.stringify(command.value)}`;

/** Whether it may still change. */
export const isOpen = ({ state }: Command): boolean => state === "pending" || state === "sent";
