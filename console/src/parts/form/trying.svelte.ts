/** One deed of a form: whether it is being done, and why it failed. */

import { foreign, say } from "../../language/language.svelte";
import { Problem, textOf } from "../../server/ask";
import type { Text } from "../../server/types";

export class Trying {
  busy = $state(false);
  text = $state.raw<Text>(""); //: why it failed, by language; empty: it did not

  /** Why it failed, in the reader's language where the server knows it. */
  get why(): string {
    return say(this.text);
  }

  /** The language of `why`, where it is not the reader's. */
  get lang(): "en" | undefined {
    return foreign(this.text);
  }

  /** Do it; tells whether it went well. */
  async do(work: () => Promise<unknown>): Promise<boolean> {
    this.busy = true;
    this.text = "";
    try {
      await work();
      return true;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.text = textOf(failure);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
