/** Something that is done at once, and why it was not. */

import { t } from "../../language/language.svelte";
import { Problem, reasonOf } from "../../server/ask";

export class Doing {
  busy = $state(false);
  wrong = $state("");

  /** Do it; tells whether that succeeded. */
  async do(deed: () => Promise<unknown>): Promise<boolean> {
    [this.busy, this.wrong] = [true, ""];
    try {
      await deed();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.wrong = reasonOf(failure) || t(failure.advice);
    } finally {
      this.busy = false;
    }
    return this.wrong === "";
  }
}
