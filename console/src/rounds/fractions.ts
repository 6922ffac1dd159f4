/** Kinds of waste by their names. */

import { say } from "../language/language.svelte";
import type { Word } from "../parts/form/grammar";
import type { Town } from "../town/town.svelte";

const KIND = "storedWasteKind"; //: Smart Data Models, WasteContainer

/** What a kind of waste is called; its code where nobody named it. */
export function fractionSaid(town: Town, fraction: string): string {
  const fields = town.map?.layers.flatMap((layer) => layer.fields) ?? [];
  const words = fields.find(({ attribute, words }) => attribute === KIND && words)?.words;
  return say(words?.[fraction]) || fraction;
}

/** Kinds of waste to choose from: those the town has, then what else there is. */
export function fractionsOf(town: Town, used: readonly string[]): Word[] {
  const fields = town.map?.layers.flatMap((layer) => layer.fields) ?? [];
  const known = Object.keys(fields.find(({ attribute, words }) => attribute === KIND && words)?.words ?? {});
  const words = [...new Set([...used, ...known])].map((value) => ({ value, title: fractionSaid(town, value) }));
  // two codes of one name are one kind: the town's own is offered
  return words.filter(({ value, title }, at) => used.includes(value) || words.findIndex((one) => one.title === title) === at);
}
