/** Coming in: one try at a time, and why the last one failed. */

import { t, type Key } from "../language/language.svelte";
import { Problem } from "../server/api";

export class Entering {
  busy = $state(false);
  trouble = $state("");

  /** Try to come in; `refused` is what to say where the door stays closed. */
  async try(work: () => Promise<void>, refused: Key): Promise<Problem | null> {
    this.busy = true;
    this.trouble = "";
    try {
      await work();
      return null;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.trouble = t(failure.atTheDoor ? refused : failure.advice);
      return failure;
    } finally {
      this.busy = false;
    }
  }
}
