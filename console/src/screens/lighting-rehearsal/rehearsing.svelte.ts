/** A rehearsal of light while it goes on, and what it told at last. */

import { t } from "../../language/language.svelte";
import { Problem, reach, sending } from "../../server/ask";
import { documentsOf } from "../scenarios/rehearsal";
import type { Asked, Result } from "./types";

export class Rehearsing {
  progress = $state<number | null>(null); //: share of the nights; null: none goes on
  result = $state.raw<Result | null>(null);
  asked = $state.raw<Asked | null>(null); //: what the result is of
  why = $state(""); //: why it failed
  #stop: AbortController | undefined;

  /** at: where the town answers */
  constructor(readonly at: string) {}

  /** Rehearse; another one that goes on is called off. */
  async start(asked: Asked): Promise<void> {
    this.cancel();
    const { signal } = (this.#stop = new AbortController());
    [this.progress, this.why, this.result] = [0, "", null];
    try {
      const answer = await reach(`${this.at}/lighting/rehearse`, { ...sending("POST", asked), signal });
      for await (const { progress, result } of documentsOf<Result>(answer.body!)) {
        this.progress = progress ?? this.progress;
        if (result) [this.result, this.asked] = [result, asked];
      }
      if (!this.result) throw new Problem(0, "serverAway", "");
      this.progress = null;
    } catch (failure) {
      if (signal.aborted) return;
      this.progress = null;
      if (!(failure instanceof Problem)) throw failure;
      this.why = failure.detail || t(failure.advice);
    }
  }

  /** Call it off; the server stops when nobody listens. */
  cancel(): void {
    this.#stop?.abort();
    this.progress = null;
  }
}
