/// <reference lib="webworker" />
/** The service worker: hands out the console, and what was last seen where there is no network. */

import { AS_OF, SEEN, TAKE_OVER } from "./names";

declare const self: ServiceWorkerGlobalScope;
declare const FILES: string[]; // every file of this build, by path
declare const VERSION: string; // of this build

const SHELL = `shell-${VERSION}`;
const PICTURES = "pictures";
const TILES = "tiles";
const BASEMAP = "basemap";
const MOST: Record<string, number> = { [SEEN]: 300, [PICTURES]: 300, [TILES]: 1_500, [BASEMAP]: 1_500 }; //: answers
const LARGEST_BYTES = 8 * 2 ** 20; //: of an answer that is kept
const PATIENCE_MS = 6_000; //: with a network that says nothing, where something is kept
const KEPT_VERSION = "x-version"; //: the header that says of which version a kept tile is
const PICTURE = /\/pictures\/[0-9a-f]{64}$/; //: of a work order
const SERVED = /^\/(api|public)\//; //: pages and papers the server makes itself
const LIVE = /\/(live|events)$/;

self.addEventListener("install", (event) => event.waitUntil(keepShell()));
self.addEventListener("activate", (event) => event.waitUntil(forgetShells().then(() => self.clients.claim())));
self.addEventListener("message", ({ data }) => {
  if (data === TAKE_OVER) void self.skipWaiting().then(() => self.clients.claim());
});
self.addEventListener("fetch", (event) => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer);
});

self.addEventListener("push", (event) => event.waitUntil(show(event.data?.json() as Pushed | undefined)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(String(event.notification.data)));
});

/** Choose how a request is answered; undefined leaves it to the browser. */
function answerTo(request: Request): Promise<Response> | undefined {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return undefined;
  if (request.mode === "navigate") return SERVED.test(url.pathname) ? undefined : kept("/", request);
  if (FILES.includes(url.pathname) || url.pathname.startsWith("/assets/")) return kept(url.pathname, request);
  if (!url.pathname.startsWith("/api/") || LIVE.test(url.pathname)) return undefined;
  if (url.pathname.endsWith(".mvt")) return tile(request, url);
  if (url.pathname.endsWith(".pmtiles")) return part(request, url);
  if (PICTURE.test(url.pathname)) return picture(request, url);
  return lastSeen(request, url);
}

// the console itself

/** Keep every file of this build; those that have not changed are not asked for again. */
async function keepShell(): Promise<void> {
  const shell = await caches.open(SHELL);
  await Promise.all(
    FILES.map(async (path) => {
      const hashed = path.startsWith("/assets/"); // what it is called says what is in it
      const known = hashed ? await caches.match(path) : undefined;
      const answer = known ?? (await fetch(path, { cache: hashed ? "default" : "reload" }));
      if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
      await shell.put(path, answer);
    }),
  );
}

/** Keep this build and the one before: another window may still show it. */
async function forgetShells(): Promise<void> {
  const others = (await caches.keys()).filter((name) => name.startsWith("shell-") && name !== SHELL);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

/** Hand out a file of the console: this build's, or the one before's. */
async function kept(path: string, request: Request): Promise<Response> {
  const shell = await caches.open(SHELL);
  return (await shell.match(path)) ?? (await caches.match(path)) ?? fetch(request);
}

// what the server said

/** Ask the server; where it does not answer, say what it said last, and when. */
async function lastSeen(request: Request, url: URL): Promise<Response> {
  const key = url.pathname + url.search;
  const before = await (await caches.open(SEEN)).match(key);
  const answer = await asked(request, before);
  if (answer === before) return answer;
  if (answer.ok && answer.headers.get("content-type")?.startsWith("application/json"))
    await keep(SEEN, key, answer.clone(), { [AS_OF]: new Date().toISOString() });
  if (answer.status === 401 || answer.status === 403) await forgetCity(url);
  return answer;
}

/** Fetch; where that fails, or takes too long, return what is kept. */
async function asked(request: Request, before: Response | undefined): Promise<Response> {
  if (!before) return fetch(request);
  const patience = new Promise<Response>((resolve) => setTimeout(() => resolve(before), PATIENCE_MS));
  return Promise.race([fetch(request).catch(() => before), patience]);
}

/** What is in a picture never changes: one that is kept is not asked for again. */
async function picture(request: Request, url: URL): Promise<Response> {
  const before = await (await caches.open(PICTURES)).match(url.pathname);
  if (before) return before;
  const answer = await fetch(request);
  if (answer.ok) await keep(PICTURES, url.pathname, answer.clone(), {});
  return answer;
}

/** A municipality that no longer lets us in is not shown from memory either. */
async function forgetCity(url: URL): Promise<void> {
  const [, , city] = url.pathname.split("/");
  for (const name of [SEEN, PICTURES]) {
    const seen = await caches.open(name);
    for (const one of await seen.keys())
      if (new URL(one.url).pathname.split("/")[2] === city) await seen.delete(one);
  }
}

// the map

/** A tile is kept with its version; another version of it is better than none. */
async function tile(request: Request, url: URL): Promise<Response> {
  const version = url.searchParams.get("v") ?? "";
  const before = await (await caches.open(TILES)).match(url.pathname);
  if (before?.headers.get(KEPT_VERSION) === version && !url.searchParams.has("s")) return before;
  const answer = await asked(request, before);
  if (answer !== before && answer.ok) await keep(TILES, url.pathname, answer.clone(), { [KEPT_VERSION]: version });
  return answer;
}

/** A part of the base map, by its range; parts of two versions do not fit together. */
async function part(request: Request, url: URL): Promise<Response> {
  const range = request.headers.get("range");
  const version = url.searchParams.get("v");
  if (!range || !version) return fetch(request);
  const key = `${url.pathname}?range=${encodeURIComponent(range)}`;
  const before = await (await caches.open(BASEMAP)).match(key);
  if (before?.headers.get(KEPT_VERSION) === version) return partial(before);
  const answer = await fetch(request);
  if (answer.status === 206) await keep(BASEMAP, key, answer.clone(), { [KEPT_VERSION]: version });
  return answer;
}

/** Caches take no partial answers, so they are kept as whole ones. */
const partial = (answer: Response) => new Response(answer.body, { status: 206, headers: answer.headers });

// keeping

/** Keep an answer under a key, newest last, and let the oldest go. */
async function keep(name: string, key: string, answer: Response, marks: Record<string, string>): Promise<void> {
  const body = await answer.blob();
  if (body.size > LARGEST_BYTES) return;
  const headers = new Headers(answer.headers);
  for (const [mark, said] of Object.entries(marks)) headers.set(mark, said);
  const cache = await caches.open(name);
  await cache.delete(key);
  await cache.put(key, new Response(body, { headers }));
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - MOST[name]!)).map((old) => cache.delete(old)));
}

// what the town tells

interface Pushed {
  id: string; //: what a repetition is known by: it takes the place of what is shown
  title: string;
  body: string;
  link: string; //: in the console
  severity: string;
}

async function show(told?: Pushed): Promise<void> {
  if (!told) return;
  await self.registration.showNotification(told.title, {
    body: told.body,
    tag: told.id,
    data: told.link,
    requireInteraction: told.severity === "critical",
  });
}

/** Lead to where a message points, in a window of the console that is open or in a new one. */
async function open(link: string): Promise<void> {
  const target = new URL(link || "/", location.origin);
  if (target.origin !== location.origin) return;
  const [window] = await self.clients.matchAll({ type: "window" });
  if (!window) await self.clients.openWindow(target.href);
  else await (await window.focus()).navigate(target.href);
}
