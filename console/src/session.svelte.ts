/** Which municipalities this browser may see, and which one is shown. */

import { here } from "./address.svelte";
import { forgetSeen, remember } from "./offline/seen";
import { municipalities, Problem, signIn, signOut } from "./server/api";
import type { Municipality } from "./server/types";
import { start } from "./start.svelte";

class Session {
  adding = $state(false); //: asking for the key of one more municipality
  open = $state.raw<Municipality[]>([]);
  shown = $state<string | null>(null);
  known = $state(false);
  problem = $state.raw<Problem | null>(null);

  /** Exchange keys in the address for cookies, then find what is open. */
  async begin(): Promise<void> {
    this.problem = null;
    try {
      const entered: string[] = [];
      for (const key of keysInAddress()) entered.push((await signIn(key)).city);
      await this.#refresh(entered[0]);
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    }
    this.known = true;
  }

  /** Open a municipality by its key and show it. Raises Problem when it is refused. */
  async enter(key: string): Promise<void> {
    const { city } = await signIn(key);
    await this.#refresh();
    this.show(city);
  }

  show(city: string | null): void {
    this.shown = city;
    this.adding = false;
    here.enter(city);
  }

  async leave(): Promise<void> {
    await signOut();
    await forgetSeen();
    this.open = [];
    this.show(null);
  }

  /** The server no longer knows us. */
  expire(): void {
    this.open = this.open.filter(({ city }) => city !== this.shown);
    this.shown = null;
  }

  /** Show what the address names, else the municipality just entered, else any. */
  async #refresh(entered?: string): Promise<void> {
    this.open = await municipalities();
    void remember("/api/session", { cities: this.open }, new Date());
    const wanted = here.city ?? entered;
    const anew = here.city === null; //: nobody asked for a place in the console
    this.show(this.open.find(({ city }) => city === wanted)?.city ?? this.open[0]?.city ?? null);
    if (anew && here.city && start.screen) here.go(start.screen);
  }
}

/** Take the keys out of the address, so that no one reads them over a shoulder. */
function keysInAddress(): string[] {
  const keys = new URLSearchParams(location.hash.slice(1)).getAll("key");
  if (keys.length > 0) history.replaceState(null, "", location.pathname + location.search);
  return keys;
}

export const session = new Session();
