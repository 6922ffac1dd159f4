/** Work that is done again when asked: one at a time, after a pause. */
export class Again {
  #wanted = false;
  #busy = false;
  #closed = false;

  /** pause_ms: how long to wait before the next time */
  constructor(
    readonly work: () => Promise<void>,
    readonly pause_ms: () => number,
  ) {}

  /** Do it soon. Who asks while it is done is not in its answer yet: it is done once more. */
  ask(): void {
    this.#wanted = true;
    if (!this.#busy) void this.#run();
  }

  close(): void {
    this.#closed = true;
  }

  async #run(): Promise<void> {
    this.#busy = true;
    try {
      while (this.#wanted) {
        await new Promise((resolve) => setTimeout(resolve, this.pause_ms()));
        if (this.#closed) return;
        this.#wanted = false;
        await this.work();
      }
    } finally {
      this.#busy = false;
    }
  }
}
