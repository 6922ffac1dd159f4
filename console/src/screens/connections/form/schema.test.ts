import { expect, test } from "vitest";
import { moved, put, within } from "../../../parts/form/place";
import { Form, summary, type Schema } from "./schema";

const SCHEMA: Schema = {
  $ref: "#/$defs/Settings",
  $defs: {
    Settings: {
      type: "object",
      properties: {
        every_s: { type: "number", default: 300 },
        mapping: { $ref: "#/$defs/Mapping" },
        unit: { anyOf: [{ type: "string" }, { type: "null" }], default: null },
        headers: { type: "object", additionalProperties: { type: "string" }, default: {} },
        format: { enum: ["auto", "json"], default: "auto" },
        value: { anyOf: [{ type: "string" }, { type: "number" }] },
      },
      required: ["mapping"],
    },
    Mapping: {
      type: "object",
      properties: { type: { type: "string" }, attributes: { type: "array", items: { type: "string" }, default: [] } },
      required: ["type"],
    },
  },
};
const form = new Form(SCHEMA);
const fields = form.editor(SCHEMA);

test("what has to be filled in comes first", () => {
  expect(fields.kind === "fields" && fields.properties.map(([name]) => name)).toEqual([
    "mapping",
    "every_s",
    "unit",
    "headers",
    "format",
    "value",
  ]);
});

test("each field is edited as what it is", () => {
  if (fields.kind !== "fields") throw new Error("the settings are fields");
  const kinds = Object.fromEntries(fields.properties.map(([name, schema]) => [name, form.editor(schema).kind]));
  expect(kinds).toEqual({
    mapping: "fields",
    every_s: "number",
    unit: "text",
    headers: "members",
    format: "choice",
    value: "json",
  });
});

test("a new one holds only what has to be filled in", () => {
  expect(form.blank(SCHEMA)).toEqual({ mapping: { type: "" } });
});

test("setting a value leaves the rest as it was", () => {
  const before = { mapping: { type: "Bin", attributes: ["a", "b"] } };
  expect(put(before, ["mapping", "attributes", 1], "c")).toEqual({ mapping: { type: "Bin", attributes: ["a", "c"] } });
  expect(put(before, ["mapping", "attributes", 0], undefined)).toEqual({ mapping: { type: "Bin", attributes: ["b"] } });
  expect(put(before, ["every_s"], 60)).toEqual({ ...before, every_s: 60 });
  expect(put({ every_s: 60, ...before }, ["every_s"], undefined)).toEqual(before);
  expect(before.mapping.attributes).toEqual(["a", "b"]);
});

test("a mistake is found from outside in", () => {
  const mistake = ["settings", "mappings", 0, "topic"];
  expect(within(mistake, ["settings", "mappings"])).toBe(true);
  expect(within(mistake, ["settings", "mappings", 1])).toBe(false);
  expect(within(undefined, [])).toBe(false);
});

test("an item is headed by what tells it apart", () => {
  expect(summary({ name: "fillingLevel", path: "level", scale: 0.01 })).toBe("fillingLevel ← level");
  expect(summary({ empty_m: 2, full_m: 0.2 })).toBe("empty_m 2, full_m 0.2");
});
