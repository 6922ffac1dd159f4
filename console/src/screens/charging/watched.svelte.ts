/** What the server says of charging, asked again whenever something was heard of a station. */

import { Problem } from "../../server/api";
import type { Town } from "../../town/town.svelte";

const AGAIN_MS = 10_000; //: what changes beside stations is asked for
const SOON_MS = 1_000; //: after a station was heard

export class Watched<T> {
  said = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  #asked = 0;

  constructor(
    readonly town: Town,
    readonly path: string,
  ) {}

  /** Ask now and from now on; returns how to stop. */
  follow(): () => void {
    let soon: ReturnType<typeof setTimeout> | undefined;
    const again = () => document.hidden || void this.load();
    void this.load();
    const clock = setInterval(again, AGAIN_MS);
    const unwatch = this.town.watch({
      reloaded: again,
      changed: () => {},
      heard: (ids) => {
        if (ids.some((id) => this.town.layer(this.town.assets.layerOf(id) ?? -1)?.type === "EVChargingStation"))
          soon ??= setTimeout(() => ((soon = undefined), again()), SOON_MS);
      },
    });
    return () => {
      clearInterval(clock);
      clearTimeout(soon);
      unwatch();
    };
  }

  async load(): Promise<void> {
    const turn = ++this.#asked; // answers may come in another order
    try {
      const said = await this.town.server.ask<T>(this.path);
      if (turn === this.#asked) [this.said, this.problem] = [said, null];
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      if (turn === this.#asked && this.said === null) this.problem = failure;
    }
  }
}
