import { expect, test } from "vitest";
import { arranged, grown, movedTo, readingOrder, resizedTo, settled, stepped } from "./grid";
import type { Panel, Place } from "./types";

const place = (x: number, y: number, w = 4, h = 2): Place => ({ x, y, w, h });
const number: Panel = { kind: "number", measure: { types: ["A"] } };

test("panels without a place stand where there is room, side by side", () => {
  expect(arranged([number, number, { ...number, place: place(9, 0, 3) }, number])).toEqual([
    place(0, 0, 3),
    place(3, 0, 3),
    place(9, 0, 3),
    place(6, 0, 3),
  ]);
});

test("a place that is none counts as not said", () => {
  for (const none of [place(11, 0), place(0, 1e9), { x: "a" } as unknown as Place, place(0, -1)])
    expect(arranged([{ ...number, place: none }])).toEqual([place(0, 0, 3)]);
});

test("what has nothing above it falls up", () => {
  expect(settled([place(0, 5), place(4, 9)])).toEqual([place(0, 0), place(4, 0)]);
});

test("what is moved onto another pushes it down", () => {
  expect(movedTo([place(0, 0), place(4, 0)], 1, 0, 0)).toEqual([place(0, 2), place(0, 0)]);
});

test("nothing leaves the grid", () => {
  expect(movedTo([place(0, 0)], 0, -3, -3)).toEqual([place(0, 0)]);
  expect(movedTo([place(0, 0)], 0, 30, 0)).toEqual([place(8, 0)]);
  expect(resizedTo([place(6, 0)], 0, 30, 0)).toEqual([place(6, 0, 6, 1)]);
});

test("a step down passes the neighbour, and a step up returns", () => {
  const down = stepped([place(0, 0), place(0, 2), place(0, 4)], 0, "down");
  expect(down).toEqual([place(0, 2), place(0, 0), place(0, 4)]);
  expect(stepped(down, 0, "up")).toEqual([place(0, 0), place(0, 2), place(0, 4)]);
  expect(stepped([place(0, 0)], 0, "down")).toEqual([place(0, 0)]);
});

test("a panel that grows makes its neighbours give way", () => {
  expect(grown([place(0, 0), place(4, 0)], 0, "right")).toEqual([place(0, 0, 5), place(4, 2)]);
  expect(grown([place(0, 0), place(0, 2)], 0, "up")).toEqual([place(0, 0, 4, 1), place(0, 1)]);
});

test("panels are read from the top, and from left to right", () => {
  expect(readingOrder([place(4, 0), place(0, 2), place(0, 0)])).toEqual([2, 0, 1]);
});
