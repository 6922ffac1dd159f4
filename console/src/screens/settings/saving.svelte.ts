/** What became of the last change of something that can be set. */

import { t } from "../../language/language.svelte";
import type { Outcome } from "../../offline/outbox.svelte";
import { Problem, reasonOf } from "../../server/ask";

export class Saving {
  state = $state<"" | "saving" | "saved" | "waits" | "failed">("");
  why = $state("");
  undo = $state.raw<(() => void) | null>(null);

  /** Save, and say how it went; a change that was saved can be taken back. */
  async keep<T>(work: () => Promise<Outcome<T>>, undo: () => void): Promise<T | undefined> {
    this.state = "saving";
    this.undo = null;
    try {
      const { done, answer } = await work();
      this.state = done ? "saved" : "waits";
      this.undo = undo;
      return answer;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.state = "failed";
      this.why = reasonOf(failure) || t(failure.advice);
      return undefined;
    }
  }

  /** Note a change that is on this device only and cannot fail. */
  done(undo: () => void): void {
    this.state = "saved";
    this.undo = undo;
  }
}
