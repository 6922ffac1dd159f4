import { expect, test } from "vitest";
import { readFilter, writeFilter, type Condition } from "./filter";

const CONDITIONS: Condition[] = [
  { column: ".state", by: "is", values: ["critical", "offline"], not: false },
  { column: "model", by: "is", values: ['say "on"', "and", ""], not: true },
  { column: "fillingLevel", by: "lies", from: 0.8, to: null },
  { column: "voltage", by: "lies", from: -1, to: 253 },
  { column: "voltage", by: "lies", from: null, to: 207.5 },
  { column: ".street", by: "has", text: "nova ulice" },
  { column: ".seen", by: "aged", amount: 2, unit: "h", within: false },
  { column: ".since", by: "aged", amount: 90, unit: "min", within: true },
  { column: "dateLastEmptying", by: "when", at: "2026-01-01", before: true },
  { column: "to", by: "known", known: false },
];

test("what is written is read again as the same", () => {
  for (const one of CONDITIONS) expect(readFilter(writeFilter([one]))).toEqual([one]);
  expect(readFilter(writeFilter(CONDITIONS))).toEqual(CONDITIONS);
  expect(readFilter(writeFilter([]))).toEqual([]);
});

test("a filter reads like a sentence", () => {
  expect(writeFilter(CONDITIONS.slice(0, 3))).toBe(
    '.state is critical or offline and model is not "say ""on""" or "and" or "" and fillingLevel from 0.8',
  );
});

test.each(["a", "a is", "is on", "a equals 1", "a is 1 b is 2", "a is 1 and", "a from x", "a older 2", 'a is "b', 'a is b"c'])(
  "%s is no filter",
  (text) => expect(readFilter(text)).toBeNull(),
);
