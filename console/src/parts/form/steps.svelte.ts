/** A document while it is changed, with every step back and forth again. */

const MOST_STEPS = 200;

export class Steps<D> {
  now = $state.raw() as D;
  #back = $state.raw<D[]>([]);
  #forth = $state.raw<D[]>([]);
  #last = ""; //: where it was changed last

  constructor(first: D) {
    this.now = first;
  }

  get canUndo(): boolean {
    return this.#back.length > 0;
  }

  get canRedo(): boolean {
    return this.#forth.length > 0;
  }

  /** Change it; what is typed into one field is one step. */
  change(next: D, where = ""): void {
    if (where === "" || where !== this.#last) this.#back = [...this.#back, this.now].slice(-MOST_STEPS);
    this.#last = where;
    this.#forth = [];
    this.now = next;
  }

  undo(): void {
    const before = this.#back.at(-1);
    if (before === undefined) return;
    this.#forth = [...this.#forth, this.now];
    this.#back = this.#back.slice(0, -1);
    this.now = before;
    this.#last = "";
  }

  redo(): void {
    const after = this.#forth.at(-1);
    if (after === undefined) return;
    this.#back = [...this.#back, this.now];
    this.#forth = this.#forth.slice(0, -1);
    this.now = after;
    this.#last = "";
  }
}
