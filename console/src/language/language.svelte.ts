/** The language people read: words, plurals, numbers and times. */

import type { Text } from "../server/types";
import { toCyrillic } from "./cyrillic";
import type { messages as english } from "./en";
import { formats } from "./formats.svelte";
import type { messages as english_written } from "./written/words.en";

type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** What a language file says; a sentence that counts has one form a plural rule. */
type Said<Shape> = { [K in keyof Shape]: Shape[K] extends string ? string : Plural };
export type Messages = Said<typeof english>;
export type WrittenMessages = Said<typeof english_written>;
type All = Messages & WrittenMessages;
export type Key = keyof All;
type Values = Record<string, string | number>;
interface LanguageFile {
  messages: Partial<All>;
}

/** A language is a file beside this one and a line in LANGUAGES. */
const FILES = import.meta.glob<LanguageFile>(["./??.ts", "./??-*.ts"]);
const WRITTEN = import.meta.glob<LanguageFile>("./written/words.*.ts");
const HOME = "mesto.language";

/** Languages offered, in their own words: tag, short name, name. */
export const LANGUAGES = [
  { tag: "en", short: "EN", name: "English" },
  { tag: "cs", short: "CS", name: "Čeština" },
  { tag: "sk", short: "SK", name: "Slovenčina" },
  { tag: "sr-Latn", short: "SR", name: "Srpski" },
  { tag: "sr-Cyrl", short: "СР", name: "Српски" },
] as const;
export type Tag = (typeof LANGUAGES)[number]["tag"];

class Language {
  tag = $state<Tag>("en");
  messages = $state.raw({} as All); //: none before one is spoken
  #written = false; //: what some screens say is known too

  /** Read the files of a language, then speak it. */
  async speak(tag: Tag): Promise<void> {
    this.messages = await messagesOf(tag, this.#written);
    this.tag = tag;
    document.documentElement.lang = tag;
  }

  /** Learn what is loaded with its screens only, in the language spoken. */
  async learnWritten(): Promise<void> {
    if (this.#written) return;
    await messagesOf(this.tag, true); // whoever asks meanwhile waits for them too
    this.#written = true;
    await this.speak(this.tag);
  }

  /** Speak a language from now on, also at the next visit. */
  async choose(tag: Tag): Promise<void> {
    localStorage.setItem(HOME, tag);
    await this.speak(tag);
  }
}

export const language = new Language();

/** Return how to load what speaks in the words that are loaded with screens only. */
export const withWords = <M>(load: () => Promise<M>) => async (): Promise<M> => {
  await language.learnWritten();
  return load();
};

/** Find the language last chosen, else the first the browser asks for. */
export function preferredLanguage(): Tag {
  const asked = [localStorage.getItem(HOME), ...navigator.languages];
  for (const wish of asked) {
    const found = wish && matching(wish);
    if (found) return found.tag;
  }
  return "en";
}

/** The offered language nearest to a wish: who asks for Bosnian reads Serbian. */
function matching(wish: string) {
  const [base = ""] = wish.split("-");
  const serbian = wish.includes("Cyrl") ? "sr-Cyrl" : "sr-Latn";
  const near = /^(sr|sh|bs|hr)$/.test(base) ? serbian : base;
  return LANGUAGES.find((l) => l.tag === wish) ?? LANGUAGES.find((l) => l.tag === near);
}

async function messagesOf(tag: Tag, written: boolean): Promise<All> {
  if (tag === "sr-Cyrl") return inCyrillic(await messagesOf("sr-Latn", written));
  const files = [FILES[`./${tag}.ts`]!, ...(written ? [WRITTEN[`./written/words.${tag}.ts`]!] : [])];
  const read = await Promise.all(files.map((load) => load()));
  return Object.assign({}, ...read.map(({ messages }) => messages)) as All;
}

function inCyrillic(latin: All): All {
  const written = Object.entries(latin).map(([key, said]) => [
    key,
    typeof said === "string"
      ? toCyrillic(said)
      : Object.fromEntries(Object.entries(said).map(([rule, form]) => [rule, toCyrillic(form)])),
  ]);
  return Object.fromEntries(written) as All;
}

/** Say a message in the language spoken; `n` chooses the plural form. */
export function t(key: Key, values: Values = {}): string {
  const said = language.messages[key];
  const form = typeof said === "string" ? said : plural(said, Number(values.n));
  return form.replace(/\{(\w+)\}/g, (_, name: string) => shown(values[name] ?? ""));
}

function plural(said: Plural, n: number): string {
  return said[new Intl.PluralRules(language.tag).select(n)] ?? said.other;
}

function shown(value: string | number): string {
  return typeof value === "number" ? number(value) : value;
}

/** Choose the words of a text that comes in several languages. */
export function say(text: Text | null | undefined): string {
  if (!text) return "";
  if (typeof text === "string") return text;
  const own = text[language.tag];
  if (own) return own;
  if (language.tag === "sr-Cyrl" && text["sr-Latn"]) return toCyrillic(text["sr-Latn"]);
  return text["en"] ?? Object.values(text)[0] ?? "";
}

/** The language of a text that is not there in the one spoken; undefined where it is. */
export function foreign(text: Text | null | undefined): "en" | undefined {
  if (!text || typeof text === "string" || text[language.tag] || language.tag === "en") return undefined;
  return language.tag === "sr-Cyrl" && text["sr-Latn"] ? undefined : "en";
}

/** Write a name of a Serbian town in the script read; names of other towns stay as they are. */
export function inScript(name: string | null | undefined, town: { languages: string[] } | null): string {
  const serbian = town?.languages[0]?.startsWith("sr") ?? false;
  return serbian && language.tag === "sr-Cyrl" ? toCyrillic(name ?? "") : (name ?? "");
}

/** Write a number as the language does; in columns all have the same number of digits. */
export function number(value: number, digits = 0, all = false): string {
  const format = {
    maximumFractionDigits: digits,
    minimumFractionDigits: all ? digits : 0,
    signDisplay: "negative", // no -0
  } as const;
  return new Intl.NumberFormat(formats.numberLocale || language.tag, format).format(value);
}

/** Write a time of day, with seconds if asked. */
export function clock(at: Date, seconds = false): string {
  return new Intl.DateTimeFormat(language.tag, {
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds && { second: "2-digit" }),
    ...formats.time,
  }).format(at);
}

/** Write a moment: the time alone today, with the date on other days. */
export function moment(at: Date, now: Date): string {
  if (day(at) === day(now)) return clock(at);
  return new Intl.DateTimeFormat(language.tag, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    ...formats.time,
  }).format(at);
}

/** Write a day: 14 Nov. */
export function day(at: Date): string {
  const shape = { day: "numeric", month: "short", ...formats.time } as const;
  return new Intl.DateTimeFormat(language.tag, shape).format(at);
}

/** Write a moment in full, with its weekday: Sat 14 Nov, 18:30. */
export function fullMoment(at: Date): string {
  return new Intl.DateTimeFormat(language.tag, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    ...formats.time,
  }).format(at);
}

/** Write a short time in seconds. */
export function seconds(value: number): string {
  const format = { style: "unit", unit: "second", unitDisplay: "short", maximumFractionDigits: 2 } as const;
  return new Intl.NumberFormat(formats.numberLocale || language.tag, format).format(value);
}

const LENGTHS = [
  [86_400, "day"],
  [3_600, "hour"],
  [60, "minute"],
  [1, "second"],
] as const;

/** Write how long ago something was, in one unit: 4 min, 3 h, 2 d. */
export function ago(at: Date, now: Date): string {
  const passed_s = Math.max(0, (now.getTime() - at.getTime()) / 1000);
  const [size, unit] = LENGTHS.find(([size]) => passed_s >= size) ?? LENGTHS.at(-1)!;
  return new Intl.NumberFormat(language.tag, {
    style: "unit",
    unit,
    unitDisplay: "short",
  }).format(Math.floor(passed_s / size));
}

/** Write how long ago something was, as the language says it: 4 min ago, 2 days ago. */
export function before(at: Date, now: Date): string {
  const passed_s = Math.max(0, (now.getTime() - at.getTime()) / 1000);
  const [size, unit] = LENGTHS.find(([size]) => passed_s >= size) ?? LENGTHS.at(-1)!;
  const format = new Intl.RelativeTimeFormat(language.tag, { style: "short" });
  return format.format(-Math.floor(passed_s / size), unit);
}

/** How a moment is written by the clock of a town. */
const SHAPES = {
  time: { hour: "2-digit", minute: "2-digit" },
  seconds: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  date: { day: "numeric", month: "short" },
  month: { month: "short" },
  year: { year: "numeric" },
  weekday: { weekday: "short", day: "numeric", month: "short" },
  day: { day: "numeric", month: "short", year: "numeric" },
  moment: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  full: {
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const written = new Map<string, Intl.DateTimeFormat>();

/** Write a moment by the clock of a zone (its IANA name). */
export function inZone(at: Date, zone: string, shape: keyof typeof SHAPES): string {
  const { hourCycle } = formats.time;
  const name = `${language.tag} ${zone} ${shape} ${hourCycle}`;
  let format = written.get(name);
  if (!format) {
    format = new Intl.DateTimeFormat(language.tag, { ...SHAPES[shape], hourCycle, timeZone: zone });
    written.set(name, format);
  }
  return format.format(at);
}

/** Write how long something is, in one or two units: 45 s, 30 min, 6 h, 2 d. */
export function lasting(length_s: number): string {
  const [size, unit] = LENGTHS.find(([size]) => length_s >= size) ?? LENGTHS.at(-1)!;
  return new Intl.NumberFormat(language.tag, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: 1,
  }).format(length_s / size);
}

/** Write by how much something differs, with its sign: +3, −0.5, 0. */
export function signed(value: number, digits = 0): string {
  const format = { maximumFractionDigits: digits, signDisplay: "exceptZero" } as const;
  return new Intl.NumberFormat(language.tag, format).format(value).replace("-", "−");
}
