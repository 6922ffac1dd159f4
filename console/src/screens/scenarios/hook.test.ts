import { expect, test } from "vitest";
import { example } from "./hook";

test("an address is called with what is sent", () => {
  expect(example("https://town.example/calls/a/b/c", "").split("\n").at(-1)).toBe("  'https://town.example/calls/a/b/c'");
});

test("what is signed says how", () => {
  const lines = example("https://town.example/calls/a/b/c", "whsec_x").split("\n");
  expect(lines[1]).toContain("X-Hub-Signature-256: sha256=$(printf");
  expect(lines[1]).toContain("-hmac 'whsec_x'");
});
