import { expect, test } from "vitest";
import { courseOf, saidAndWaiting, saidOf, undoable } from "./course";
import type { Deed, Stop, Whole } from "./types";

const at = (minutes: number) => new Date(Date.UTC(2030, 5, 20, 6, minutes)).toISOString();
const stop = (what: Stop["what"], minutes: number, more: Partial<Stop> = {}): Stop => ({
  what,
  place: [16.6, 49.2],
  arrives: at(minutes),
  leaves: at(minutes + 2),
  ...more,
});
const STOPS = [
  stop("depot", 0, { at: "d" }),
  stop("collect", 5, { containers: ["a", "b"] }),
  stop("unload", 10, { at: "s" }),
  stop("break", 20),
  stop("collect", 30, { containers: ["c"] }),
  stop("unload", 40, { at: "s" }),
];
let id = 0;
const deed = (kind: Deed["kind"], minutes: number, says: object = {}) => ({ kind, id: String(id++), at: at(minutes), ...says }) as Deed;
const next = (...said: Deed[]) => courseOf(STOPS, said).next?.number;

test("what is done leads to what comes next, stop by stop", () => {
  const said = [
    deed("began", 0),
    deed("emptied", 6, { containers: ["a"] }),
    deed("impossible", 7, { containers: ["b"], reason: "blocked" }),
    deed("unloaded", 12, { site: "s" }),
    deed("paused", 20),
    deed("resumed", 29),
    deed("emptied", 38, { containers: ["c"] }),
    deed("unloaded", 45, { site: "s" }),
  ];
  expect(said.map((_, turn) => next(...said.slice(0, turn)))).toEqual([1, 1, 1, 2, 3, 3, 4, 5]);
  const course = courseOf(STOPS, said);
  expect(course.next).toBeNull();
  expect([course.done, course.containers, course.late_min]).toEqual([3, 3, 8]);
  expect(courseOf(STOPS, said.slice(0, 5)).resting).toBe(true);
});

test("what waits here counts, what was taken back or refused does not, and nothing counts twice", () => {
  const known = deed("emptied", 6, { containers: ["a"] });
  const slip = deed("emptied", 8, { containers: ["c"] });
  const waits = (said: Deed[], stuck: unknown = null) => ({ city: "town", path: saidOf("r"), body: { said }, stuck }) as never;
  const round = { name: "r", deeds: [known] } as unknown as Whole;
  const refused = deed("emptied", 9, { containers: ["b"] });
  const queue = [waits([slip]), waits([deed("takenBack", 9, { of: slip.id })]), waits([refused], {}), waits([known])];
  expect(saidAndWaiting(round, queue, "town")).toEqual([known]);
});

test("only what was said a minute ago is taken back", () => {
  const said = [deed("emptied", 5, { containers: ["a"] })];
  expect(undoable(said, new Date(at(5)))).toBe(said[0]);
  expect(undoable(said, new Date(at(7)))).toBeNull();
});
