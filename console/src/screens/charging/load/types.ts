/** What the server tells of cables and of who draws from them. */

/** A on L1, L2 and L3, and kW of all together; null: without end. */
export type Four = [number | null, number | null, number | null, number | null];

export interface Node {
  id: string;
  name: string;
  kind: "transformer" | "feeder" | "cabinet" | "station" | "";
  parent: string | null;
  connected: boolean | null; //: of a station
  limit: Four;
  draws: Four;
  mayDraw: Four; //: whoever is silent
  beside: Four; //: lamps, buildings, the sun
  ahead: { draws: Four; limit: Four }[];
}

export interface Car {
  session: string;
  station: string;
  name: string;
  number: number;
  since: string;
  energy: number; //: kWh
  granted: number | null; //: A a phase
  limit: number | null; //: kW
  draws: number; //: A
  why: Record<string, string> | null;
  promised: number | null; //: kWh
  promisedBy: string | null;
  promisedLow: number | null;
  promisedHigh: number | null;
}

export interface Load {
  nodes: Node[];
  sessions: Car[];
  ahead: string[]; //: when each step of the plan begins
  leftOut?: { id: string; name: string; why: string }[];
  unsafe?: { name: string; phase: string; excess: number; unit: string } | null;
}

/** A node with what hangs on it. */
export interface Branch extends Node {
  below: Branch[];
  cars: Car[];
}

/** The nodes as they hang together: those on nothing first, each with what is below. */
export function treeOf({ nodes, sessions }: Load): Branch[] {
  const all = new Map(nodes.map((one) => [one.id, { ...one, below: [], cars: [] } as Branch]));
  const roots: Branch[] = [];
  for (const one of all.values()) (all.get(one.parent ?? "")?.below ?? roots).push(one);
  for (const car of sessions) all.get(car.station)?.cars.push(car);
  const byName = (a: Branch, b: Branch) => a.name.localeCompare(b.name, undefined, { numeric: true });
  for (const one of all.values()) one.below.sort(byName);
  return roots.sort(byName);
}

/** What is measured against a limit: each phase in A where amperes are limited, else all in kW. */
export interface Bar {
  label: string;
  unit: "A" | "kW";
  draws: number;
  mayDraw: number;
  limit: number | null;
}

export function barsOf({ limit, draws, mayDraw }: Node): Bar[] {
  const bar = (k: number): Bar => ({
    label: k < 3 ? `L${k + 1}` : "",
    unit: k < 3 ? "A" : "kW",
    draws: draws[k] ?? 0,
    mayDraw: mayDraw[k] ?? 0,
    limit: limit[k] ?? null,
  });
  const phases = [0, 1, 2].map(bar);
  return limit[3] === null ? phases : limit[0] === null ? [bar(3)] : [...phases, bar(3)];
}

/** How full a node is in each step to come: the fullest phase, as a share; null: no limit. */
export function fullness({ ahead }: Node): (number | null)[] {
  return ahead.map(({ draws, limit }) => {
    const shares = limit.flatMap((most, k) => (most === null || most <= 0 ? [] : [Math.max(0, draws[k] ?? 0) / most]));
    return shares.length ? Math.max(...shares) : null;
  });
}
