import { expect, test } from "vitest";
import { drawn, path, type Levels } from "./levels";

const HOUR = 3_600_000;
const NOW = Date.parse("2030-06-21T12:00:00Z");
const at = (hours: number) => new Date(NOW + hours * HOUR).toISOString();
const told: Levels = {
  now: at(0),
  read: [[at(-20 * 24), 0.9], [at(-48), 0.4], [at(-30), 0.6], [at(-10), 0.1]],
  seen: [[at(-40), 0.5]],
  emptied: [{ at: at(-24), before: 0.7 }],
  outlook: {
    begins: at(0),
    step_h: 6,
    levels: [[0.1, 0.15, 0.2, 0.3, 0.35], [0.2, 0.3, 0.5, 0.9, 1.6]],
    grounds: ["sensor"],
    full_at: null,
    full_early: null,
    full_late: null,
  },
  sensor: null,
};

test("a level falls where the container was emptied: the line is broken there", () => {
  expect(drawn(told).lines.map((line) => line.length)).toEqual([2, 1]);
});

test("the band goes there on the low side and back on the high", () => {
  const { band, middle, now } = drawn(told);
  expect(band).toHaveLength(4);
  expect(band[0]!.x).toBeCloseTo(now);
  expect(band[1]!.x).toBeCloseTo(1);
  expect(band[0]!.y).toBeGreaterThan(band[3]!.y);
  expect(middle.at(-1)!.y).toBeLessThan(middle[0]!.y);
});

test("without an outlook there is a past", () => {
  const { band, middle, seen, now } = drawn({ ...told, outlook: null });
  expect([band, middle]).toEqual([[], []]);
  expect(seen).toHaveLength(1);
  expect(now).toBeCloseTo(1);
});

test("spots are written for a drawing of some size", () => {
  expect(path([{ x: 0.5, y: 0.25 }, { x: 1, y: 0 }], 200, 100)).toBe("100.0,25.0 200.0,0.0");
});
