import { expect, test } from "vitest";
import { keyBytes, readHeaders, writeHeaders } from "./notices";

test("headers are read a line each, and written as they were", () => {
  const headers = readHeaders("Authorization: Bearer a:b\n\n no header \nX-Key:  1 ");
  expect(headers).toEqual({ Authorization: "Bearer a:b", "X-Key": "1" });
  expect(readHeaders(writeHeaders(headers))).toEqual(headers);
});

test("a key of a push service is read from base64url", () => {
  expect([...keyBytes("_-8A")]).toEqual([255, 239, 0]);
});
