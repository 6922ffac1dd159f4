/** Which first-visit hints somebody has had enough of, for good. */

const HOME = "mesto.hints";
const ALL = "*";

class Hints {
  #done = $state.raw<string[]>((localStorage.getItem(HOME) ?? "").split(" ").filter(Boolean));

  /** Whether a topic's hint is still wanted. */
  wanted(topic: string): boolean {
    return !this.#done.includes(ALL) && !this.#done.includes(topic);
  }

  /** Whether any was put away. */
  get some(): boolean {
    return this.#done.length > 0;
  }

  putAway(topic: string): void {
    this.#note([...this.#done, topic]);
  }

  showAgain(): void {
    this.#note([]);
  }

  #note(done: string[]): void {
    this.#done = done;
    localStorage.setItem(HOME, done.join(" "));
  }
}

export const hints = new Hints();
