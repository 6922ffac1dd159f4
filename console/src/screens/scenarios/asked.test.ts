import { expect, test } from "vitest";
import { limited, set, valueAt } from "./asked";
import type { Definition } from "./types";

const AIR: Definition = {
  title: {},
  triggers: [
    { is: "threshold", attribute: "pm10", above: 50, back: 40 },
    { is: "threshold", attribute: "pm10", below: 40, back: 50 },
  ],
  actions: [{ is: "branch", that: "entity.pm10 > 40" }],
};
const LIMIT = {
  is: "limit" as const,
  at: [["triggers", 0, "above"], ["triggers", 1, "back"]],
  back: [["triggers", 0, "back"], ["triggers", 1, "below"]],
  that: { at: ["actions", 0, "that"], text: "entity.pm10 > {}" },
};

test("a limit stands wherever it is said, and what is over again stays as far from it", () => {
  const { triggers, actions } = limited(AIR, LIMIT, 30);
  expect(triggers).toEqual([
    { is: "threshold", attribute: "pm10", above: 30, back: 20 },
    { is: "threshold", attribute: "pm10", below: 20, back: 30 },
  ]);
  expect(actions[0]!.that).toBe("entity.pm10 > 20");
});

test("parts of one have no crumbs", () => {
  const bin: Definition = { title: {}, triggers: [{ is: "threshold", attribute: "fillingLevel", above: 0.9, back: 0.8 }], actions: [] };
  const ask = { is: "limit" as const, at: [["triggers", 0, "above"]], back: [["triggers", 0, "back"]] };
  expect(limited(bin, ask, 0.7).triggers[0]).toMatchObject({ above: 0.7, back: 0.6 });
});

test("nobody in particular is left out", () => {
  const work = set(AIR, ["actions", 0, "to"], "crew:north");
  expect(valueAt(work, ["actions", 0, "to"])).toBe("crew:north");
  expect("to" in set(work, ["actions", 0, "to"], "").actions[0]!).toBe(false);
});
