/** A new version of the console: noticed within a minute, shown when somebody wants it. */

import { TAKE_OVER } from "./names";

const LOOK_EVERY_MS = 45_000;

class Updates {
  ready = $state(false); //: a new version waits

  #registration: ServiceWorkerRegistration | null = null;
  #wanted = false;

  /** Keep the console for when there is no network; only where the connection is safe. */
  async begin(): Promise<void> {
    const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
    if (!workers || import.meta.env.DEV) return;
    let controlled = workers.controller !== null;
    workers.addEventListener("controllerchange", () => {
      this.#controlledAnew(controlled);
      controlled = true;
    });
    const registration = await workers.register("/worker.js", { updateViaCache: "none" });
    this.#registration = registration;
    registration.addEventListener("updatefound", () => this.#watch(registration.installing));
    this.#watch(registration.waiting ?? registration.installing);
    const { active } = await workers.ready;
    if (!workers.controller) active?.postMessage(TAKE_OVER); // it began while this page was loading
    setInterval(this.look, LOOK_EVERY_MS);
    document.addEventListener("visibilitychange", this.look);
    addEventListener("online", this.look);
  }

  /** Ask whether there is a new version; nobody asks for a page that nobody sees. */
  look = (): void => {
    if (document.visibilityState === "visible") void this.#registration?.update().catch(() => undefined);
  };

  /** Show the new version; what was typed and not kept is lost. */
  take(): void {
    this.#wanted = true;
    const waiting = this.#registration?.waiting;
    if (waiting) waiting.postMessage(TAKE_OVER);
    else location.reload();
  }

  #watch(worker: ServiceWorker | null): void {
    const noted = () => {
      if (worker?.state === "installed" && navigator.serviceWorker.controller) this.ready = true;
    };
    worker?.addEventListener("statechange", noted);
    noted();
  }

  /** Another worker took over: at our wish, or another window's, which leaves the page to us. */
  #controlledAnew(controlledBefore: boolean): void {
    if (this.#wanted) location.reload();
    else if (controlledBefore) this.ready = true;
  }
}

export const updates = new Updates();
