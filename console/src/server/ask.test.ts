import { beforeAll, expect, test } from "vitest";

import { foreign, language, say } from "../language/language.svelte";
import { mistakeOf, Problem, textOf } from "./ask";

const refused = (facts: Record<string, unknown>, detail = "it is too dark") => new Problem(400, "serverFailed", detail, facts);
const says = { en: "too dark", cs: "příliš tma", "sr-Latn": "previše mračno" };

beforeAll(() => void (language.tag = "cs"));

test("what the server says in the reader's language is not marked as English", () => {
  const why = textOf(refused({ says }));
  expect([say(why), foreign(why)]).toEqual(["příliš tma", undefined]);
});

test("what it says in English alone is marked as such, unless English is read", () => {
  const why = textOf(refused({}));
  expect([say(why), foreign(why)]).toEqual(["it is too dark", "en"]);
  language.tag = "en";
  expect(foreign(why)).toBeUndefined();
  language.tag = "sr-Cyrl";
  expect(foreign(says)).toBeUndefined();
  language.tag = "cs";
});

test("at its place in a form a mistake is said in the reader's language where that is known", () => {
  const place = ["definition", "level"];
  expect(mistakeOf(refused({ place, why: "too dark", says }))).toEqual({ place, why: says });
  expect(mistakeOf(refused({ place, why: "too dark" }, "level: too dark"))).toEqual({ place, why: { en: "too dark" } });
});
