import { expect, test } from "vitest";
import * as cs from "./cs";
import * as en from "./en";
import * as sk from "./sk";
import * as sr from "./sr-Latn";
import * as csWritten from "./written/words.cs";
import * as enWritten from "./written/words.en";
import * as skWritten from "./written/words.sk";
import * as srWritten from "./written/words.sr-Latn";

const both = (base: { messages: object }, written: { messages: object }) => ({
  messages: { ...base.messages, ...written.messages } as Record<string, string | Record<string, string>>,
});
const FILES = { cs: both(cs, csWritten), sk: both(sk, skWritten), "sr-Latn": both(sr, srWritten) };
const english = both(en, enWritten).messages;
const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

test.each(Object.entries(FILES))("%s has every plural form its rules may ask for", (tag, { messages }) => {
  const wanted = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  for (const said of Object.values(messages))
    if (typeof said !== "string") expect(Object.keys(said).sort()).toEqual([...wanted].sort());
});

test.each(Object.entries(FILES))("%s leaves no hole of a sentence unfilled", (_, { messages }) => {
  for (const [key, said] of Object.entries(messages)) {
    if (typeof said === "string") expect(holes(said), key).toEqual(holes(english[key] as string));
  }
});
