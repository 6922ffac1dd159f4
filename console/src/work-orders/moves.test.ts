import { expect, test } from "vitest";
import { fitting } from "../screens/my-work/size";
import { mine, parted } from "./mine";
import { FOLLOWS, momentAfter, saying, wayBack } from "./moves";
import type { State, Summary } from "./types";

const STATES = Object.keys(FOLLOWS) as State[];

test("the way back leads there by steps that may follow one another, and ends no work", () => {
  for (const from of STATES)
    for (const to of STATES) {
      const way = wayBack(from, to);
      if (!way) continue;
      expect(way.at(-1)).toBe(to);
      way.forEach((state, turn) => expect(FOLLOWS[way[turn - 1] ?? from]).toContain(state));
    }
  expect(wayBack("done", "paused")).toEqual(["open", "inProgress", "paused"]);
  expect(wayBack("inProgress", "open")).toBeNull();
});

test("each move is said after the one before, whatever the clock of the phone says", () => {
  const order = { state_at: "2026-06-01T08:00:00Z" };
  const late = momentAfter([order], new Date("2026-05-01T00:00:00Z"));
  expect(late).toBe("2026-06-01T08:00:00.001Z");
  expect(momentAfter([order], new Date(0))).toBe("2026-06-01T08:00:00.002Z");
  expect(momentAfter([], new Date(0))).toBe("2026-06-01T08:00:00.003Z");
  expect(saying(["open", "inProgress"], late).map(({ at }) => at)).toEqual([late, "2026-06-01T08:00:00.002Z"]);
});

test("one's own are those given to oneself and to one's crews, what is finished apart", () => {
  const one = (id: string, assigned: string, state: State, state_at = "") => ({ id, assigned, state, state_at }) as Summary;
  const orders = [
    one("me", "person:eva", "open"),
    one("crew", "crew:light", "done", "2026-06-01T08:00:00Z"),
    one("newer", "crew:light", "checked", "2026-06-02T08:00:00Z"),
    one("others", "crew:waste", "open"),
    one("nobody", "", "open"),
  ];
  const crew = (name: string, ...members: string[]) => ({ name, version: 1, definition: { title: name, members, services: [] } });
  const work = { orders, crews: [crew("light", "eva"), crew("waste", "jan")], services: [], me: "person:eva" };
  const { todo, finished } = parted(mine(work));
  expect([todo, finished].map((part) => part.map(({ id }) => id))).toEqual([["me"], ["newer", "crew"]]);
});

test("a picture is made smaller, never larger, and keeps its shape", () => {
  expect(fitting(4000, 3000)).toEqual([1600, 1200]);
  expect(fitting(640, 240)).toEqual([640, 240]);
  expect(fitting(100_000, 1)).toEqual([1600, 1]);
});
