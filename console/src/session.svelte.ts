/** Which municipalities this browser may see, and which one is shown. */

import { municipalities, Problem, signIn, signOut } from "./server/api";
import type { Municipality } from "./server/types";

class Session {
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

  show(city: string): void {
    this.shown = city;
    remember({ city, asset: null });
  }

  async leave(): Promise<void> {
    await signOut();
    this.open = [];
    this.shown = null;
    remember({ city: null, asset: null });
  }

  /** The server no longer knows us. */
  expire(): void {
    this.open = this.open.filter(({ city }) => city !== this.shown);
    this.shown = null;
  }

  /** Show what the address names, else the municipality just entered, else any. */
  async #refresh(entered?: string): Promise<void> {
    this.open = await municipalities();
    const wanted = addressed("city") ?? entered;
    this.shown = this.open.find(({ city }) => city === wanted)?.city ?? this.open[0]?.city ?? null;
  }
}

/** Take the keys out of the address, so that no one reads them over a shoulder. */
function keysInAddress(): string[] {
  const keys = new URLSearchParams(location.hash.slice(1)).getAll("key");
  if (keys.length > 0) history.replaceState(null, "", location.pathname + location.search);
  return keys;
}

/** Read what the address says. */
export function addressed(name: "city" | "asset"): string | null {
  return new URLSearchParams(location.search).get(name);
}

/** Keep in the address what is shown, so that it can be sent to a colleague. */
export function remember(shown: Partial<Record<"city" | "asset", string | null>>): void {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(shown))
    value === null ? query.delete(name) : query.set(name, value);
  history.replaceState(null, "", `${location.pathname}${query.size ? `?${query}` : ""}`);
}

export const session = new Session();
