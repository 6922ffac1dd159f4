import { describe, expect, it } from "vitest";
import { Zone } from "../../history/zone";
import { order } from "./sample";
import type { Listed } from "./types";
import { countsOf, dueOf, inTurn, narrowed, read, type Surroundings } from "./wanted";

const NOW = new Date("2026-06-01T10:00:00Z"); // a Monday; noon in Prague
const zone = new Zone("Europe/Prague");

const around: Surroundings = {
  now: NOW, zone, mine: new Set(["person:jana", "crew:light"]), title: (who) => (who === "crew:light" ? "Světla" : who),
};
const found = (orders: Listed[], query: string) =>
  inTurn(narrowed(orders, read(new URLSearchParams(query)), around), read(new URLSearchParams(query)), around.title)
    .map(({ id }) => id);

describe("when an order is due", () => {
  it.each([
    ["2026-06-01T09:59:59Z", "overdue"],
    ["2026-06-01T10:00:00Z", "today"],
    ["2026-06-01T21:59:59Z", "today"],
    ["2026-06-01T22:00:00Z", "week"], // midnight in Prague
    ["2026-06-07T21:59:59Z", "week"],
    ["2026-06-07T22:00:00Z", "later"],
    [null, "none"],
  ])("%s is %s, by the days of the town", (due_at, due) => {
    expect(dueOf(order("a", { due_at }), NOW, zone)).toBe(due);
  });

  it("is of no matter once it is done", () => {
    expect(dueOf(order("a", { due_at: "2026-05-01T00:00:00Z", state: "done" }), NOW, zone)).toBe("none");
  });
});

describe("a list of orders", () => {
  const orders = [
    order("a", { due_at: "2026-06-01T08:00:00Z", priority: "low", assigned: "crew:light", asset_name: "SL-1 Železnička" }),
    order("b", { due_at: "2026-06-02T08:00:00Z", priority: "urgent", assigned: "person:petr", district: "/Liman" }),
    order("c", { priority: "high" }),
    order("d", { state: "done" }),
    order("e", { state: "checked" }),
  ];

  it("begins with what is due first, and leaves out what is over", () => {
    expect(found(orders, "")).toEqual(["a", "b", "c", "d"]);
  });

  it("is narrowed by who, when, where, how urgent and in which words", () => {
    expect(found(orders, "whose=mine")).toEqual(["a"]);
    expect(found(orders, "whose=nobody")).toEqual(["c", "d"]);
    expect(found(orders, "whose=person:petr")).toEqual(["b"]);
    expect(found(orders, "due=overdue")).toEqual(["a"]);
    expect(found(orders, "due=week")).toEqual(["b"]);
    expect(found(orders, "due=none")).toEqual(["c", "d"]);
    expect(found(orders, "district=/Liman")).toEqual(["b"]);
    expect(found(orders, "priority=urgent")).toEqual(["b"]);
    expect(found(orders, "q=zeleznicka SVETLA")).toEqual(["a"]);
    expect(found(orders, "state=checked")).toEqual(["e"]);
  });

  it("is sorted by what is asked, both ways", () => {
    expect(found(orders, "sort=priority")).toEqual(["b", "c", "d", "a"]);
    expect(found(orders, "sort=priority&order=desc")).toEqual(["a", "d", "c", "b"]);
    expect(found(orders, "sort=asset")[0]).toBe("a");
  });

  it("counts each state, and what waits for somebody", () => {
    expect(countsOf(orders)).toEqual({ waiting: 4, open: 3, inProgress: 0, paused: 0, done: 1, checked: 1, cancelled: 0 });
  });
});
