/** One short message at a time about what was just done, and a way to take it back. */

const SHOWN_MS = 10_000;
const WITH_A_WAY_BACK_MS = 30_000; //: until who is slow, or has it read out, has found the button

interface Told {
  text: string;
  undo: (() => void) | null;
}

class Snack {
  told = $state.raw<Told | null>(null);
  height = $state(0); //: px that it takes, with the space around it on a phone
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Tell what was done; with a way back it stays as long as somebody is at it. */
  say(text: string, undo: (() => void) | null = null): void {
    this.told = { text, undo };
    this.go();
  }

  /** Go away after a while. */
  go(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.told = null), this.told?.undo ? WITH_A_WAY_BACK_MS : SHOWN_MS);
  }

  stay(): void {
    clearTimeout(this.#timer);
  }

  close(): void {
    this.stay();
    this.told = null;
  }
}

export const snack = new Snack();
