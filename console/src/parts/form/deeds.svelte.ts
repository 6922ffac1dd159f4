/** What is done with a form: it is tried while it is written, and kept or thrown away. */

import { mistakeOf, Problem } from "../../server/api";
import type { Mistake } from "./place";

const PAUSE_MS = 400; //: after the last change, before asking what it means

export class Deeds {
  mistake = $state.raw<Mistake | undefined>(); //: of the last that was done or tried
  overtaken = $state(false); //: somebody else has changed it meanwhile
  busy = $state(false); //: it is being kept or thrown away; what is only tried hinders nobody
  #asked = 0; //: only the last answer counts
  #trying: Promise<void> = Promise.resolve(); //: one after another, so that no older answer comes last

  /** Keep it, throw it away, …; nothing is tried meanwhile. */
  async do(deed: () => Promise<void>): Promise<void> {
    this.busy = true;
    await this.heed(deed).finally(() => (this.busy = false));
  }

  /** Try what it comes to after each change; where `attempt` returns nothing there is nothing to try. */
  tryWith(attempt: () => (() => Promise<void>) | undefined): void {
    $effect(() => {
      const deed = attempt();
      if (!deed) return;
      let past = false;
      const later = setTimeout(() => {
        const before = this.#trying.catch(() => undefined);
        this.#trying = before.then(() => (past || this.busy ? undefined : this.heed(deed)));
      }, PAUSE_MS);
      return () => {
        past = true;
        clearTimeout(later);
      };
    });
  }

  /** Do it, and tell what was wrong with it. */
  async heed(deed: () => Promise<void>): Promise<void> {
    const turn = ++this.#asked;
    try {
      await deed();
      if (turn === this.#asked) this.mistake = undefined;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      if (turn !== this.#asked) return;
      this.mistake = mistakeOf(failure);
      this.overtaken = failure.status === 409;
    }
  }
}
