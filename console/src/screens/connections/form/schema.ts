/** JSON Schema as the server writes it, read for a form. Pure. */

import type { Text } from "../../../server/types";

export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  $comment?: string;
  title?: Text;
  type?: "object" | "array" | "string" | "number" | "integer" | "boolean" | "null";
  properties?: Record<string, Schema>;
  required?: string[];
  additionalProperties?: Schema | boolean;
  items?: Schema;
  enum?: (string | number)[];
  anyOf?: Schema[];
  default?: unknown;
}

export type Property = [name: string, schema: Schema, required: boolean];

/** How a value is edited. */
export type Editor =
  | { kind: "fields"; properties: Property[] }
  | { kind: "items"; item: Schema }
  | { kind: "members"; member: Schema }
  | { kind: "choice"; words: (string | number)[] }
  | { kind: "text" | "number" | "truth" | "json" };

/** Reads the parts of one schema. */
export class Form {
  readonly #defs: Record<string, Schema>;

  constructor(readonly root: Schema) {
    this.#defs = root.$defs ?? {};
  }

  /** Follow references, and look through "or null": what is absent is simply not filled in. */
  meaning(schema: Schema): Schema {
    const { $ref, anyOf } = schema;
    if ($ref) return this.meaning(this.#defs[$ref.split("/").at(-1) ?? ""] ?? {});
    const choices = anyOf?.filter((one) => one.type !== "null") ?? [];
    return choices.length === 1 ? this.meaning(choices[0]!) : schema;
  }

  /** How a value of this schema is edited. */
  editor(schema: Schema): Editor {
    const means = this.meaning(schema);
    if (means.enum) return { kind: "choice", words: means.enum };
    switch (means.type) {
      case "object":
        return means.properties ? this.#fields(means) : this.#members(means);
      case "array":
        return means.items ? { kind: "items", item: means.items } : { kind: "json" };
      case "string":
        return { kind: "text" };
      case "number":
      case "integer":
        return { kind: "number" };
      case "boolean":
        return { kind: "truth" };
      default:
        return { kind: "json" };
    }
  }

  /** Whether a list of these is written one a line; anything deeper has fields. */
  isPlain(item: Schema): boolean {
    return ["text", "number", "choice"].includes(this.editor(item).kind);
  }

  /** What a new value of this schema is, before anything was filled in. */
  blank(schema: Schema): unknown {
    const editor = this.editor(schema);
    switch (editor.kind) {
      case "fields":
        return Object.fromEntries(
          editor.properties.filter(([, , required]) => required).map(([name, one]) => [name, this.blank(one)]),
        );
      case "items":
        return [];
      case "members":
        return {};
      case "choice":
        return schema.default ?? editor.words[0];
      case "number":
        return schema.default ?? 0;
      case "truth":
        return schema.default ?? false;
      default:
        return schema.default ?? "";
    }
  }

  #fields(means: Schema): Editor {
    const required = new Set(means.required);
    const named = Object.entries(means.properties ?? {});
    const order = ([name]: [string, Schema]) => (required.has(name) ? 0 : 1);
    return {
      kind: "fields",
      properties: named
        .toSorted((a, b) => order(a) - order(b))
        .map(([name, schema]) => [name, schema, required.has(name)]),
    };
  }

  #members(means: Schema): Editor {
    const { additionalProperties: member } = means;
    return typeof member === "object" ? { kind: "members", member } : { kind: "json" };
  }
}

/** What is not as it usually is, short enough for a heading: of a mapping its topic, type or name. */
export function summary(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value ?? "");
  const said = value as Record<string, unknown>;
  const words = ["name", "topic", "type", "path", "command"].map((key) => said[key]).filter(Boolean);
  if (words.length > 0) return words.slice(0, 2).map(String).join(" ← ");
  return Object.entries(said)
    .filter(([, one]) => typeof one !== "object")
    .map(([name, one]) => `${name} ${one}`)
    .slice(0, 3)
    .join(", ");
}
