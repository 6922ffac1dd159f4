import { expect, test } from "vitest";
import { bytesOf, hexOf, jsonOf, textOf } from "./bytes";

const text = (payload: string) => ({ payload, encoding: null });

test("JSON is indented, and what is none is not", () => {
  expect(jsonOf(text('{"level":0.5}'))).toBe('{\n  "level": 0.5\n}');
  expect(jsonOf(text("level 0.5"))).toBeNull();
});

test("bytes that are no text are shown byte by byte", () => {
  const bytes = { payload: "/wBB", encoding: "base64" } as const;
  expect(hexOf(bytesOf(bytes))).toBe("000000  ff 00 41                                         ··A");
  expect(textOf(bytes)).toBe("\ufffd\0A");
  expect(jsonOf(bytes)).toBeNull();
});

test("letters of more than one byte are all their bytes", () => {
  expect(hexOf(bytesOf(text("č")))).toContain("c4 8d");
});
