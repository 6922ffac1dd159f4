/** The filter language of tables, as the server reads it: conditions one can read aloud. */

export type AgeUnit = "min" | "h" | "d";

export type Condition = { column: string } & (
  | { by: "is"; values: string[]; not: boolean }
  | { by: "lies"; from: number | null; to: number | null } //: as recorded, not as shown
  | { by: "has"; text: string }
  | { by: "aged"; amount: number; unit: AgeUnit; within: boolean }
  | { by: "when"; at: string; before: boolean } //: a day or a moment, ISO 8601
  | { by: "known"; known: boolean }
);

const OWN = new Set(
  "and or not is from to has older within before after known unknown".split(" "),
);
const WORD = /\s*(?:"((?:[^"]|"")*)"|([^\s"]+))(?=\s|$)/y;
const AGE = /^(\d+(?:\.\d+)?)(min|h|d)$/;

interface Word {
  text: string;
  own: boolean;
}

/** Write conditions as one filter; none is an empty text. */
export function writeFilter(conditions: Condition[]): string {
  return conditions.map((one) => `${quoted(one.column)} ${verb(one)}`).join(" and ");
}

function verb(one: Condition): string {
  switch (one.by) {
    case "is":
      return `is ${one.not ? "not " : ""}${one.values.map(quoted).join(" or ")}`;
    case "lies":
      return [one.from !== null && `from ${one.from}`, one.to !== null && `to ${one.to}`]
        .filter(Boolean)
        .join(" ");
    case "has":
      return `has ${quoted(one.text)}`;
    case "aged":
      return `${one.within ? "within" : "older"} ${one.amount}${one.unit}`;
    case "when":
      return `${one.before ? "before" : "after"} ${quoted(one.at)}`;
    case "known":
      return one.known ? "known" : "unknown";
  }
}

function quoted(word: string): string {
  const plain = word !== "" && !/[\s"]/.test(word) && !OWN.has(word);
  return plain ? word : `"${word.replaceAll('"', '""')}"`;
}

/** Read a filter; null where it is none. Whether it makes sense the server knows. */
export function readFilter(text: string): Condition[] | null {
  const words = wordsOf(text);
  if (!words) return null;
  const conditions: Condition[] = [];
  while (words.length > 0) {
    if (conditions.length > 0 && !skip(words, "and")) return null;
    const one = condition(words);
    if (!one) return null;
    conditions.push(one);
  }
  return conditions;
}

function condition(words: Word[]): Condition | null {
  const column = value(words);
  const said = words.shift();
  if (column === null || !said?.own) return null;
  switch (said.text) {
    case "is":
      return oneOf(column, words);
    case "from":
    case "to":
      return range(column, said.text, words);
    case "has": {
      const text = value(words);
      return text === null ? null : { column, by: "has", text };
    }
    case "older":
    case "within": {
      const [, amount, unit] = AGE.exec(value(words) ?? "") ?? [];
      const within = said.text === "within";
      return amount ? { column, by: "aged", amount: Number(amount), unit: unit as AgeUnit, within } : null;
    }
    case "before":
    case "after": {
      const at = value(words);
      return at === null ? null : { column, by: "when", at, before: said.text === "before" };
    }
    case "known":
    case "unknown":
      return { column, by: "known", known: said.text === "known" };
  }
  return null;
}

function oneOf(column: string, words: Word[]): Condition | null {
  const not = skip(words, "not");
  const values: string[] = [];
  do {
    const one = value(words);
    if (one === null) return null;
    values.push(one);
  } while (skip(words, "or"));
  return { column, by: "is", values, not };
}

function range(column: string, first: "from" | "to", words: Word[]): Condition | null {
  const from = first === "from" ? Number(value(words) ?? "x") : null;
  const to = first === "to" || skip(words, "to") ? Number(value(words) ?? "x") : null;
  return Number.isNaN(from) || Number.isNaN(to) ? null : { column, by: "lies", from, to };
}

function value(words: Word[]): string | null {
  if (!words[0] || words[0].own) return null;
  return words.shift()!.text;
}

function skip(words: Word[], own: string): boolean {
  const found = words[0]?.own && words[0].text === own;
  if (found) words.shift();
  return Boolean(found);
}

function wordsOf(text: string): Word[] | null {
  const words: Word[] = [];
  WORD.lastIndex = 0;
  const end = text.trimEnd().length;
  while (WORD.lastIndex < end) {
    const found = WORD.exec(text);
    if (!found) return null;
    const [, inside, bare] = found;
    words.push({ text: bare ?? inside!.replaceAll('""', '"'), own: OWN.has(bare ?? "") });
  }
  return words;
}
