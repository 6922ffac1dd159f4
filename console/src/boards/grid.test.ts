import { expect, test } from "vitest";
import { arranged, fitted, grown, movedTo, readingOrder, resizedTo, settled, stepped } from "./grid";
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

test("a table reaches down to the foot of the board, where that is near and nothing is below", () => {
  const table: Panel = { kind: "table" };
  const map: Panel = { kind: "map" };
  expect(arranged([table, map])).toEqual([place(0, 0, 6, 6), place(6, 0, 6, 6)]);
  expect(arranged([number, { ...map, place: place(6, 0, 6, 9) }])).toEqual([place(0, 0, 3), place(6, 0, 6, 9)]);
  expect(arranged([table, { ...map, place: place(6, 0, 6, 30) }])[0]).toEqual(place(0, 0, 6, 5));
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

test("a number that becomes a chart gets the room of a chart, and keeps more", () => {
  const chart: Panel = { kind: "chart", measure: { types: ["A"] } };
  expect(fitted([place(0, 0, 3), place(3, 0, 3)], 0, chart)).toEqual([place(0, 0, 6, 5), place(3, 5, 3)]);
  expect(fitted([place(0, 0, 9, 9)], 0, chart)).toEqual([place(0, 0, 9, 9)]);
});

test("panels are read from the top, and from left to right", () => {
  expect(readingOrder([place(4, 0), place(0, 2), place(0, 0)])).toEqual([2, 0, 1]);
});
