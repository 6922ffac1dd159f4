import { expect, test } from "vitest";
import { asked, readQuery, sortedBy, writeQuery } from "./query";

const said = "columns=.name+240+fillingLevel&sort=-fillingLevel+.name&filter=fillingLevel+from+0.8&q=%C5%BEi%C5%BE&bbox=1%2C2%2C3%2C4";

function again(address: string): string {
  const written = Object.entries(writeQuery(readQuery(new URLSearchParams(address))));
  return String(new URLSearchParams(written.filter((pair): pair is [string, string] => pair[1] !== null)));
}

test("an address says everything a table shows", () => {
  expect(again(said)).toBe(said);
  expect(again("")).toBe("");
  expect(readQuery(new URLSearchParams(said)).columns).toEqual([
    { name: ".name", width: 240 },
    { name: "fillingLevel", width: null },
  ]);
});

test("a filter that cannot be read stays as it is", () => {
  expect(again("filter=what%3F")).toBe("filter=what%3F");
  expect(readQuery(new URLSearchParams("filter=what%3F")).filter).toEqual([]);
});

test("the server is asked for the worst first unless said otherwise, and hears no widths", () => {
  const query = readQuery(new URLSearchParams("columns=.name+240"));
  expect(asked(query, [".name"])).toEqual({ columns: ".name", sort: "-.state" });
});

test("sorting by a column turns, then ends; together with others it keeps its place", () => {
  const by = (column: string, descending: boolean) => ({ column, descending });
  expect(sortedBy([], "a", false, false)).toEqual([by("a", false)]);
  expect(sortedBy([by("a", false)], "a", false, false)).toEqual([by("a", true)]);
  expect(sortedBy([by("a", true)], "a", false, false)).toEqual([]);
  expect(sortedBy([by("a", false)], "b", true, true)).toEqual([by("a", false), by("b", true)]);
  expect(sortedBy([by("a", false), by("b", true)], "a", false, true)).toEqual([by("a", true), by("b", true)]);
  expect(sortedBy([by("a", true), by("b", true)], "a", false, true)).toEqual([by("b", true)]);
  expect(sortedBy([by("a", true), by("b", true)], "b", true, false)).toEqual([by("b", false)]);
});
