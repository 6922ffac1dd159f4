import { expect, test } from "vitest";
import { messages } from "../../language/en";
import { messages as written } from "../../language/written/words.en";
import { language } from "../../language/language.svelte";
import type { Order } from "../../server/types";
import { givenBy, sayCommand } from "./commands";

language.messages = { ...messages, ...written };

const order = (name: string, kind: object): Order =>
  ({ name, title: name, does: "", ask: null, command: "setDimLevel", shown_by: "", ...kind }) as Order;

const LAMP = [
  order("Dim", { kind: "level" }),
  order("Switch", { kind: "switch", on: 1, off: 0 }),
  order("Calendar", { kind: "press", value: null }),
];
const said = (value: unknown) => sayCommand({ name: "setDimLevel", value }, LAMP);

test("a command is told as what it was ordered by", () => {
  expect([0.4, 1, null].map(said)).toEqual(["Dim: 40 %", "Dim: 100 %", "Calendar"]);
  expect(sayCommand({ name: "setDimLevel", value: 0 }, LAMP.slice(1))).toBe("Switch: Off");
  expect(sayCommand({ name: "reboot", value: true }, LAMP)).toBe("reboot: true");
});

test("it can be given again as it was chosen", () => {
  expect(givenBy({ name: "setDimLevel", value: 1 }, LAMP.slice(1))).toMatchObject({ value: true });
  expect(givenBy({ name: "setDimLevel", value: 0.4 }, LAMP)).toMatchObject({ value: 0.4, order: { name: "Dim" } });
});
