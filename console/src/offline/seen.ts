/** What is remembered for when there is no network, from the page's side. */

import { AS_OF, SEEN } from "./names";

/** Remember what a path of the API would answer now. */
export async function remember(path: string, said: unknown, asOf: Date): Promise<void> {
  if (!("caches" in globalThis)) return; // only where the connection is safe
  const headers = { "content-type": "application/json", [AS_OF]: asOf.toISOString() };
  const seen = await caches.open(SEEN);
  await seen.put(path, new Response(JSON.stringify(said), { headers }));
}

/** Forget everything that was seen, as after signing out. */
export async function forgetSeen(): Promise<void> {
  if (!("caches" in globalThis)) return;
  const names = (await caches.keys()).filter((name) => !name.startsWith("shell-"));
  await Promise.all(names.map((name) => caches.delete(name)));
}
