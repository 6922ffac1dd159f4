/** A rehearsal while it goes on, and what it told at last. */

import { Problem, reach, sending, textOf } from "../../server/ask";
import type { Text } from "../../server/types";
import { documentsOf, type Asked, type Rehearsed } from "./rehearsal";

export class Rehearsing {
  progress = $state<number | null>(null); //: share of the time that was heard; null: none goes on
  result = $state.raw<Rehearsed | null>(null);
  asked = $state.raw<Asked | null>(null); //: what the result is of
  why = $state.raw<Text>(""); //: why it failed
  #stop: AbortController | undefined;

  /** at: where the town answers; name: of the scenario, empty for one that is not kept yet */
  constructor(
    readonly at: string,
    readonly name: string,
  ) {}

  /** Rehearse; another one that goes on is called off. */
  async start(asked: Asked): Promise<void> {
    this.cancel();
    const { signal } = (this.#stop = new AbortController());
    [this.progress, this.why, this.result] = [0, "", null];
    try {
      const result = await this.#hear(asked, signal);
      [this.result, this.asked, this.progress] = [result, asked, null];
    } catch (failure) {
      if (signal.aborted) return;
      this.progress = null;
      if (failure instanceof Problem) this.why = textOf(failure);
      else throw failure;
    }
  }

  /** Call it off; the server stops when nobody listens. */
  cancel(): void {
    this.#stop?.abort();
    this.progress = null;
  }

  async #hear(asked: Asked, signal: AbortSignal): Promise<Rehearsed> {
    const query = this.name ? `?name=${encodeURIComponent(this.name)}` : "";
    const answer = await reach(`${this.at}/scenarios/rehearse${query}`, { ...sending("POST", asked), signal });
    for await (const { progress, result } of documentsOf(answer.body!)) {
      if (result) return result;
      this.progress = progress ?? 0;
    }
    throw new Problem(0, "serverAway", "");
  }
}
