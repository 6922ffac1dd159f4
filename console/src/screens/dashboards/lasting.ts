/** What lets a page stay on a wall for days: it keeps awake and signed in. */

import { whoIsHere } from "../../server/api";

const EVERY_MS = 6 * 3_600_000;

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

/** Prolong the session, which lasts a month from when it was asked for last. */
export function staySignedIn(): () => void {
  const clock = setInterval(() => void whoIsHere().catch(() => undefined), EVERY_MS);
  return () => clearInterval(clock);
}
