/** Keeps the answers of some panels fresh, as long as somebody looks at them. */

import { Problem } from "../server/api";
import type { Town } from "../town/town.svelte";
import { questionOf } from "./reading";
import type { Answer, Panel } from "./types";

const EVERY_MS = 15_000;
const COUNTING_MS = 3_000; //: while the past is still being counted
const SOON_MS = 120; //: so that typing does not ask at every letter

export class Answers {
  at = $state.raw<Date | null>(null); //: when the answers were given
  problem = $state.raw<Problem | null>(null); //: why they are not newer
  #answers = $state.raw(new Map<string, Answer>());
  #next: ReturnType<typeof setTimeout> | undefined;
  #stop = new AbortController();

  /** panels: those to be answered now; read anew each time */
  constructor(
    readonly town: Town,
    readonly panels: () => Panel[],
    readonly every_ms = EVERY_MS,
  ) {
    $effect(() => {
      const unknown = panels().some((panel) => !this.#answers.has(keyOf(panel)));
      if (unknown) this.#ask(SOON_MS);
    });
    $effect(() => {
      if (town.link === "live") this.#ask(SOON_MS);
    });
    $effect(() => {
      document.addEventListener("visibilitychange", this.again);
      return () => {
        document.removeEventListener("visibilitychange", this.again);
        clearTimeout(this.#next);
        this.#stop.abort();
      };
    });
  }

  answer(panel: Panel): Answer | undefined {
    return this.#answers.get(keyOf(panel));
  }

  /** Ask at once. */
  again = (): void => this.#ask(0);

  #ask(after_ms: number): void {
    clearTimeout(this.#next);
    this.#next = setTimeout(() => void this.#load(), after_ms);
  }

  async #load(): Promise<void> {
    const panels = this.panels();
    if (document.hidden || panels.length === 0) return;
    this.#stop.abort();
    this.#stop = new AbortController();
    const { signal } = this.#stop;
    try {
      const { at, answers } = await this.town.server.panels(panels.map(questionOf), signal);
      this.#answers = new Map(panels.map((panel, place) => [keyOf(panel), answers[place]!]));
      this.at = new Date(at);
      this.problem = null;
      this.#ask(answers.some(({ counting }) => counting) ? COUNTING_MS : this.every_ms);
    } catch (failure) {
      if (signal.aborted) return;
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
      this.#ask(EVERY_MS);
    }
  }
}

const keyOf = (panel: Panel): string => JSON.stringify(questionOf(panel));
