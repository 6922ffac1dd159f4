/** What a chart has read of its series, and what hindered it. */

import { Problem } from "../server/api";
import { daysAgo, daysBack, type Compare, type Period } from "./period";
import { moved, type Series } from "./series";
import type { Drawn } from "./table";
import type { Zone } from "./zone";

export interface Wanted {
  series: Series[];
  period: Period;
  compare: Compare | null;
  points: number; //: of each, about
  zone: Zone;
}

export class Readings {
  known = $state.raw<{ drawn: Drawn[]; days: number } | null>(null); //: days: compared with so long before
  problem = $state.raw<Problem | null>(null);
  loading = $state(false);

  /** Read; what is known stays until it is. */
  async read(wanted: Wanted, signal: AbortSignal): Promise<void> {
    this.loading = true;
    try {
      const days = wanted.compare ? daysBack(wanted.compare, wanted.period) : 0;
      const drawn = await Promise.all(wanted.series.map((one) => readOne(one, days, wanted, signal)));
      this.known = { drawn, days };
      this.problem = null;
    } catch (failure) {
      if (signal.aborted) return;
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    } finally {
      if (!signal.aborted) this.loading = false;
    }
  }
}

async function readOne(one: Series, days: number, wanted: Wanted, signal: AbortSignal): Promise<Drawn> {
  const { period, points, zone } = wanted;
  if (one.kind === "state") return { series: one, band: await one.read(period, points, signal) };
  const past = days ? one.read(daysAgo(period, days, zone), points, signal) : null;
  const [line, before] = await Promise.all([one.read(period, points, signal), past]);
  return { series: one, line, before: before && moved(before, (at_s) => zone.later(at_s, days)) };
}
