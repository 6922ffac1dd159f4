import { expect, test } from "vitest";
import { foreseen } from "./foreseen";
import type { Deed } from "./queue";

const known = [
  { id: "a", title: "A", definition: {}, version: 3, modified_at: "" },
  { id: "b", title: "B", definition: {}, version: 4, modified_at: "" },
];

function deed(method: Deed["method"], path: string, body: unknown = null, stuck = false): Deed {
  return { city: "town", method, path, body, at: "now", stuck: stuck ? {} : null } as Deed;
}

const draft = (title: string) => ({ title, definition: {}, version: 0 });
const titles = (deeds: Deed[]) => foreseen(known, deeds, "town", "documents/boards/").map(({ title }) => title);

test("what was kept and thrown away without a network is seen so", () => {
  expect(titles([deed("PUT", "documents/boards/c", draft("C"))])).toEqual(["A", "B", "C"]);
  expect(titles([deed("PUT", "documents/boards/a", draft("A again"))])).toEqual(["A again", "B"]);
  expect(titles([deed("DELETE", "documents/boards/a")])).toEqual(["B"]);
  expect(foreseen(known, [deed("PUT", "documents/boards/c", draft("C"))], "town", "documents/boards/").at(-1)).toEqual({
    ...draft("C"),
    id: "c",
    modified_at: "now",
    waits: true,
  });
});

test("other kinds, other towns and what somebody must decide about are left out", () => {
  expect(titles([deed("PUT", "documents/views/c", draft("C"))])).toEqual(["A", "B"]);
  expect(titles([{ ...deed("DELETE", "documents/boards/a"), city: "other" }])).toEqual(["A", "B"]);
  expect(titles([deed("PUT", "documents/boards/a", draft("Refused"), true)])).toEqual(["A", "B"]);
});
