import { expect, test } from "vitest";
import type { AssetField, Layer } from "../../server/types";
import { surenessOf } from "./diagnosis";

const words = { lampFailure: { en: "lamp failure" } };
const layer = { fields: [{ attribute: "faultKind", words }] } as unknown as Layer;
const found = (value: unknown) => [{ attribute: "diagnosis", value }] as AssetField[];

test("what was found is named, with how sure that is", () => {
  const told = surenessOf(found({ kind: "lampFailure", confidence: 0.984 }), layer);
  expect(told).toEqual({ fault: "lamp failure", percent: 98 });
});

test("where nothing was found, or nothing that is known, nothing is said", () => {
  for (const fields of [[], found(null), found("x"), found({ kind: "other", confidence: 1 }), found({ kind: "lampFailure" })])
    expect(surenessOf(fields, layer)).toBeNull();
});
