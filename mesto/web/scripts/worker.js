/* Works for pages anybody opens: shows what residents asked to be told, keeps the page of a sticker for when there is
   no network, and sends what was said there once there is one. */

importScripts("/open/queue.js");

const KEPT = "mesto-stickers";
const STICKER = /^(\/open\/[^/]+\/waste\/)s\/[^/]+$/;
const FILES = ["/open/queue.js", "/open/sticker.js"];
const PATIENCE_MS = 4_000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(FILES)));
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { pathname } = new URL(event.request.url);
  if (event.request.method !== "GET") return;
  if (FILES.includes(pathname)) event.respondWith(fresh(event.request, pathname));
  else if (STICKER.test(pathname)) event.respondWith(sticker(event.request, pathname));
});

self.addEventListener("sync", (event) => {
  if (event.tag === "stickers") event.waitUntil(sendDeeds().then(({ waiting }) => waiting && Promise.reject(new Error("no network"))));
});

self.addEventListener("push", (event) => {
  const told = event.data?.json();
  if (!told) return;
  const shown = { body: told.body, tag: told.id, data: told.link, icon: "/mark.svg" };
  event.waitUntil(self.registration.showNotification(told.title, shown));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data));
});

/** Answer as the server does, else as this page looked last, else as a sticker nobody has looked at. */
async function sticker(request, pathname) {
  const nobodys = `${STICKER.exec(pathname)[1]}sticker`;
  try {
    const answer = await fresh(request, pathname);
    const cache = await caches.open(KEPT);
    if (!(await cache.match(nobodys))) await cache.add(nobodys).catch(() => undefined);
    return answer;
  } catch {
    return (await caches.match(nobodys)) ?? Response.error();
  }
}

/** Ask the server, and keep what it says; where it is silent, return what was kept. Throws where nothing was. */
async function fresh(request, pathname) {
  const cache = await caches.open(KEPT);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) await cache.put(pathname, answer.clone());
    return answer;
  } catch (failure) {
    const kept = await cache.match(pathname);
    if (!kept) throw failure;
    return kept;
  }
}
