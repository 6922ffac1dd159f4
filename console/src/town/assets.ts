/** The present state of all assets, kept small: a hundred thousand are normal. */

import type { Patch, Snapshot, Status } from "../server/types";
import { STEPS, stepOf } from "./levels";

/** How many assets of a layer are in each status, and what their main values tell. */
export interface Tally {
  total: number;
  status: [number, number, number, number, number];
  known: number; //: how many have a main value
  sum: number;
  highest: number;
}

export interface Change {
  id: number;
  was: Status;
  is: Status;
}

/** Whether a lamp is lit: its main value is its level. */
const lit = (value: number): boolean => value > 0;

export class Assets {
  #place = new Map<number, number>();
  ids = new Uint32Array();
  layer = new Uint8Array();
  status = new Uint8Array();
  value = new Float64Array();
  valued: number | null = null; //: the layer whose values are looked at, by steps

  get count(): number {
    return this.#place.size;
  }

  /** Begin anew from a snapshot. */
  load(snapshot: Snapshot): void {
    this.ids = Uint32Array.from(snapshot.ids);
    this.layer = Uint8Array.from(snapshot.layer);
    this.status = Uint8Array.from(snapshot.status);
    this.value = Float64Array.from(snapshot.value, (value) => value ?? Number.NaN);
    this.#place = new Map(snapshot.ids.map((id, place) => [id, place]));
  }

  /** What a snapshot of now would hold. */
  columns(): Pick<Snapshot, "ids" | "layer" | "status" | "value"> {
    return {
      ids: [...this.ids],
      layer: [...this.layer],
      status: [...this.status] as Status[],
      value: Array.from(this.value, (value) => (Number.isNaN(value) ? null : value)),
    };
  }

  /** Take in a patch; tells which assets look different now. Unknown ones wait for a snapshot. */
  apply(patch: Patch): Change[] {
    const changes: Change[] = [];
    patch.ids.forEach((id, at) => {
      const place = this.#place.get(id);
      const is = patch.status[at];
      if (place === undefined || is === undefined) return;
      const was = this.status[place] as Status;
      const before = this.value[place] ?? Number.NaN;
      const after = patch.value[at] ?? Number.NaN;
      this.status[place] = is;
      this.value[place] = after;
      const moved = this.layer[place] === this.valued && stepOf(before) !== stepOf(after);
      if (was !== is || moved || lit(before) !== lit(after)) changes.push({ id, was, is });
    });
    return changes;
  }

  /** The status now; undefined when the asset is not known. */
  statusOf(id: number): Status | undefined {
    const place = this.#place.get(id);
    return place === undefined ? undefined : (this.status[place] as Status);
  }

  /** The main value now; NaN when there is none. */
  valueOf(id: number): number {
    return this.value[this.#place.get(id) ?? -1] ?? Number.NaN;
  }

  layerOf(id: number): number | undefined {
    return this.layer[this.#place.get(id) ?? -1];
  }

  /** The step of an asset whose values are looked at; -1 of all others. */
  stepOf(id: number): number {
    return this.valued !== null && this.layerOf(id) === this.valued ? stepOf(this.valueOf(id)) : -1;
  }

  /** How many assets of a layer are in each step; behind them, how many have no value. */
  steps(layer: number): number[] {
    const counts = new Array<number>(STEPS + 1).fill(0);
    this.layer.forEach((of, place) => {
      if (of !== layer) return;
      const step = stepOf(this.value[place] ?? Number.NaN);
      counts[step < 0 ? STEPS : step]!++;
    });
    return counts;
  }

  /** Count every layer in one pass. */
  tally(layers: number): Tally[] {
    const tallies = Array.from({ length: layers }, blank);
    for (let place = 0; place < this.ids.length; place++) {
      const tally = tallies[this.layer[place] ?? 0];
      if (!tally) continue;
      tally.total++;
      tally.status[this.status[place] as Status]++;
      const value = this.value[place] ?? Number.NaN;
      if (Number.isNaN(value)) continue;
      tally.known++;
      tally.sum += value;
      tally.highest = Math.max(tally.highest, value);
    }
    return tallies;
  }
}

function blank(): Tally {
  return { total: 0, status: [0, 0, 0, 0, 0], known: 0, sum: 0, highest: -Infinity };
}
