import { expect, test } from "vitest";
import * as cs from "./cs";
import * as en from "./en";
import * as sk from "./sk";
import * as sr from "./sr-Latn";

const FILES = { cs, sk, "sr-Latn": sr };
const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

test.each(Object.entries(FILES))("%s has every plural form its rules may ask for", (tag, { messages }) => {
  const wanted = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  for (const said of Object.values(messages))
    if (typeof said !== "string") expect(Object.keys(said).sort()).toEqual([...wanted].sort());
});

test.each(Object.entries(FILES))("%s leaves no hole of a sentence unfilled", (_, { messages }) => {
  for (const [key, said] of Object.entries(messages)) {
    const english = en.messages[key as keyof typeof en.messages];
    if (typeof said === "string") expect(holes(said), key).toEqual(holes(english as string));
  }
});
