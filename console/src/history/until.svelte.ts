/** Now, as seldom as a chart of so long a time has to know it. */

import { untrack } from "svelte";
import { now } from "../now.svelte";

const LEAST_S = 60;
const POINTS = 600;

/** Now in seconds since 1970; moves on by about a point of the chart. */
export function nowFor(span_s: () => number): { readonly at_s: number } {
  const grain_s = $derived(Math.max(LEAST_S, span_s() / POINTS));
  const turn = $derived(Math.floor(now.at.getTime() / 1000 / grain_s));
  const at_s = $derived.by(() => {
    void turn;
    return untrack(() => now.at.getTime() / 1000);
  });
  return {
    get at_s() {
      return at_s;
    },
  };
}
