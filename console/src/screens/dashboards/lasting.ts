/** What lets a page stay on a wall for days: it keeps awake, signed in and up to date. */

import { municipalities } from "../../server/api";
import { isNewer } from "./newer";

const EVERY_MS = 5 * 60_000;

/** Ask the browser not to dim the screen; again whenever the page comes back into view. */
export function stayAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  const ask = async () => {
    if (document.visibilityState === "visible") lock = await navigator.wakeLock?.request("screen").catch(() => undefined);
  };
  void ask();
  document.addEventListener("visibilitychange", ask);
  return () => {
    document.removeEventListener("visibilitychange", ask);
    void lock?.release();
  };
}

/** Load the page anew once the server has newer code, and prolong the session meanwhile. */
export function stayCurrent(): () => void {
  const clock = setInterval(() => void look(), EVERY_MS);
  return () => clearInterval(clock);
}

async function look(): Promise<void> {
  const running = document.querySelector<HTMLScriptElement>('script[type="module"][src]');
  try {
    const page = await (await fetch("/", { cache: "no-store" })).text();
    if (running && isNewer(page, new URL(running.src).pathname)) location.reload();
    else await municipalities();
  } catch {
    return; // the server is away: what is shown stays, and the next look comes
  }
}
