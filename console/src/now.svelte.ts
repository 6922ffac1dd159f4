/** The time, for everything that says how long ago something was. */

const EVERY_MS = 5_000;

class Now {
  at = $state.raw(new Date());

  constructor() {
    setInterval(() => (this.at = new Date()), EVERY_MS);
  }
}

export const now = new Now();
