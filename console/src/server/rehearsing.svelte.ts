/** A rehearsal while it goes on, and what it told at last. */

import { Problem, reach, sending, textOf } from "./ask";
import { documentsOf } from "./documents";
import type { Text } from "./types";

export class Rehearsing<Asked, Result> {
  progress = $state<number | null>(null); //: share of it; null: none goes on
  result = $state.raw<Result | null>(null);
  asked = $state.raw<Asked | null>(null); //: what the result is of
  why = $state.raw<Text>(""); //: why it failed
  #stop: AbortController | undefined;

  /** address: where it is asked for */
  constructor(readonly address: string) {}

  /** Rehearse; another one that goes on is called off. */
  async start(asked: Asked): Promise<void> {
    this.cancel();
    const { signal } = (this.#stop = new AbortController());
    [this.progress, this.why, this.result] = [0, "", null];
    try {
      const answer = await reach(this.address, { ...sending("POST", asked), signal });
      for await (const { progress, result } of documentsOf<{ progress?: number; result?: Result }>(answer.body!)) {
        this.progress = progress ?? this.progress;
        if (result) [this.result, this.asked] = [result, asked];
      }
      if (!this.result) throw new Problem(0, "serverAway", "");
      this.progress = null;
    } catch (failure) {
      if (signal.aborted) return;
      this.progress = null;
      if (!(failure instanceof Problem)) throw failure;
      this.why = textOf(failure);
    }
  }

  /** Call it off; the server stops when nobody listens. */
  cancel(): void {
    this.#stop?.abort();
    this.progress = null;
  }
}
