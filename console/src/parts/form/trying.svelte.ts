/** One deed of a form: whether it is being done, and why it failed. */

import { t } from "../../language/language.svelte";
import { Problem, reasonOf } from "../../server/ask";

export class Trying {
  busy = $state(false);
  why = $state("");

  /** Do it; tells whether it went well. */
  async do(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.why = "";
    try {
      await work();
      return true;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.why = reasonOf(failure) || t(failure.advice);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
