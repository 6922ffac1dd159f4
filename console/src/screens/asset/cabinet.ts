/** A lighting cabinet as one looks into it, and how its lamps are counted. Pure. */

import type { Kin, Status, Text } from "../../server/types";

export interface Found {
  kind: string;
  evidence: Text;
  confidence: number; //: share in [0, 1]
  since: string;
  by: string; //: URN of what explains it; empty: nothing does
}

export interface CabinetLamp extends Kin {
  level: number | null; //: share in [0, 1]
  power_w: number | null;
  expected_w: number | null;
  far_m: number | null; //: from the cabinet
  found: Found | null;
}

export interface CabinetFeeder extends Kin {
  phases_v: number[];
  load_w: number | null;
  expected_w: number | null;
  found: Found | null;
  lamps: CabinetLamp[]; //: the nearest to the cabinet first
}

export interface Cabinet {
  phases_v: (number | null)[];
  door_open: unknown;
  load_w: number | null;
  expected_w: number | null;
  found: Found | null;
  feeders: CabinetFeeder[];
}

export const TYPE = "StreetlightControlCabinet";
const DARK_V = 50; //: below it a phase carries nothing
const FAULTY: Status[] = [1, 2];
const SILENT: Status = 3;

export interface Count {
  lit: number;
  out: number;
  faulty: number;
  silent: number;
}

/** Count lamps: silent, or else with a fault, or else lit, or out. */
export function countOf(lamps: readonly CabinetLamp[], statusOf: (lamp: CabinetLamp) => Status): Count {
  const count: Count = { lit: 0, out: 0, faulty: 0, silent: 0 };
  for (const lamp of lamps) count[sortOf(lamp, statusOf(lamp))]++;
  return count;
}

export function sortOf(lamp: CabinetLamp, status: Status): keyof Count {
  if (status === SILENT) return "silent";
  if (FAULTY.includes(status)) return "faulty";
  return (lamp.level ?? 0) > 0 ? "lit" : "out";
}

export const isDark = (volts: number | null): boolean => volts !== null && volts < DARK_V;
