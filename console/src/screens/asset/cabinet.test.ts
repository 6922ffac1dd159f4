import { expect, test } from "vitest";
import type { Status } from "../../server/types";
import { countOf, isDark, type CabinetLamp } from "./cabinet";

const lamp = (status: Status, level: number | null) => ({ status, level }) as unknown as CabinetLamp;
const statusOf = (one: CabinetLamp) => one.status as Status;

test("each lamp of a feeder is counted once, the silent ones first", () => {
  const lamps = [lamp(0, 0.7), lamp(0, 0), lamp(0, null), lamp(1, 1), lamp(2, 0), lamp(3, 1)];
  expect(countOf(lamps, statusOf)).toEqual({ lit: 1, out: 2, faulty: 2, silent: 1 });
});

test("a phase that nobody told of is not dark", () => {
  expect([isDark(null), isDark(3), isDark(231)]).toEqual([false, true, false]);
});
