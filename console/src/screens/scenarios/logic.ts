/** Comparisons joined by and, or and not, as the expressions that the server reckons with. Pure. */

import type { Part } from "../../parts/form/grammar";

/** How two things can be compared, and a word for each. */
export const COMPARISONS = { "==": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge" } as const;

const TOKEN = /\s*(?:("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(-?\d+(?:\.\d+)?)|(==|!=|<=|>=|<|>|\(|\))|([\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*))/uy;
const WORDS = ["and", "or", "not"];
const CONSTANTS: Record<string, unknown> = { true: true, false: false, null: null };

interface Token {
  kind: "text" | "number" | "sign" | "name";
  said: string;
}

/** Write a tree as an expression. */
export function writeLogic(part: Part): string {
  const of = (part.of ?? []) as Part[];
  switch (part.is) {
    case "all":
      return of.length > 0 ? of.map(inside).join(" and ") : "true";
    case "any":
      return of.length > 0 ? of.map(inside).join(" or ") : "false";
    case "not":
      return `not (${writeLogic(part.of as Part)})`;
    default:
      return `${part.attribute} ${part.operator} ${JSON.stringify(part.value ?? null)}`;
  }
}

const inside = (part: Part) => (part.is === "all" || part.is === "any" ? `(${writeLogic(part)})` : writeLogic(part));

/** Read an expression as a tree; null where it says more than a tree can. */
export function readLogic(text: string): Part | null {
  const tokens = tokensOf(text);
  if (!tokens) return null;
  const reader = new Reader(tokens);
  const read = reader.joined();
  return reader.done ? read : null;
}

class Reader {
  #at = 0;
  constructor(readonly tokens: Token[]) {}

  get done(): boolean {
    return this.#at === this.tokens.length;
  }

  /** Read parts joined by one word; what mixes both without brackets is left to its text. */
  joined(): Part | null {
    const parts = [this.#single()];
    const word = this.#is("and") ? "and" : this.#is("or") ? "or" : "";
    while (word && this.#takes(word)) parts.push(this.#single());
    const read = parts.filter((part) => part !== null);
    if (read.length < parts.length) return null;
    return word ? { is: word === "and" ? "all" : "any", of: read } : read[0]!;
  }

  #single(): Part | null {
    if (this.#takes("not")) {
      const of = this.#is("(") ? this.#single() : null;
      return of && { is: "not", of };
    }
    if (this.#takes("(")) {
      const read = this.joined();
      return this.#takes(")") ? read : null;
    }
    return this.#comparison();
  }

  #comparison(): Part | null {
    const [name, sign, value] = this.tokens.slice(this.#at, this.#at + 3);
    if (name?.kind !== "name" || !(sign && sign.said in COMPARISONS) || !value) return null;
    if (value.kind === "sign" || (value.kind === "name" && !(value.said in CONSTANTS))) return null;
    this.#at += 3;
    return { is: "compare", attribute: name.said, operator: sign!.said, value: valueOf(value) };
  }

  #is(said: string): boolean {
    const next = this.tokens[this.#at];
    return next !== undefined && next.kind !== "text" && next.said === said;
  }

  #takes(said: string): boolean {
    const found = this.#is(said);
    if (found) this.#at += 1;
    return found;
  }
}

function valueOf({ kind, said }: Token): unknown {
  if (kind === "number") return Number(said);
  if (kind === "name") return CONSTANTS[said];
  return said.startsWith('"') ? JSON.parse(said) : said.slice(1, -1);
}

function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = [];
  const line = text.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < line.length) {
    const found = TOKEN.exec(line);
    if (!found) return null;
    const [, quoted, number, sign, name] = found;
    if (quoted !== undefined) tokens.push({ kind: "text", said: quoted });
    else if (number !== undefined) tokens.push({ kind: "number", said: number });
    else if (sign !== undefined) tokens.push({ kind: "sign", said: sign });
    else tokens.push({ kind: WORDS.includes(name!) ? "sign" : "name", said: name! });
  }
  return tokens;
}
