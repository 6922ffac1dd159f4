/** Something of the server that is asked for again and again while somebody looks. */

import { Problem } from "../../server/api";

const EVERY_MS = 5_000;

export class Watched<T> {
  known = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);

  constructor(
    readonly ask: () => Promise<T>,
    readonly every_ms = EVERY_MS,
  ) {}

  /** Ask now, and while the page is seen; returns what ends it. For use as an effect. */
  keep(): () => void {
    void this.look();
    const timer = setInterval(() => document.visibilityState === "visible" && void this.look(), this.every_ms);
    return () => clearInterval(timer);
  }

  /** Ask now; what is known stays when nobody answers. */
  async look(): Promise<void> {
    try {
      this.known = await this.ask();
      this.problem = null;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    }
  }
}
