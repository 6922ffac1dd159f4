/** Having the console as an app of its own, where the browser offers that. */

/** What Chromium says when a page can be installed; no standard names it. */
interface Offer extends Event {
  prompt(): Promise<{ outcome: string }>;
}

class Installing {
  offer = $state.raw<Offer | null>(null);
  done = $state(matchMedia("(display-mode: standalone)").matches);

  constructor() {
    addEventListener("beforeinstallprompt", (event) => {
      event.preventDefault(); // it is asked for in the settings, not whenever
      this.offer = event as Offer;
    });
    addEventListener("appinstalled", () => {
      this.offer = null;
      this.done = true;
    });
  }

  async ask(): Promise<void> {
    await this.offer?.prompt();
    this.offer = null;
  }
}

export const installing = new Installing();
