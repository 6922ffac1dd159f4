/* What was said at stickers without a network: kept on the phone, and sent once, later. */

const STORE = "deeds";
const SAYING = "mesto stickers"; // one sends at a time: the page or the worker
const AGAIN = 429; // and whatever is the server's own trouble: it is tried again
const SERVERS_OWN = 500;

/** Keep something that is said; it is sent when there is a network. */
async function keepDeed(deed) {
  await inStore("readwrite", (store) => store.put(deed));
}

/** Send what waits, oldest first; returns how many wait still, and why one was refused. */
function sendDeeds() {
  return navigator.locks ? navigator.locks.request(SAYING, sendAll) : sendAll();
}

async function sendAll() {
  const deeds = await inStore("readonly", (store) => store.getAll());
  deeds.sort((one, other) => one.at - other.at);
  let refused = 0;
  for (const [sent, deed] of deeds.entries()) {
    const answer = await send(deed).catch(() => null);
    if (!answer || answer.status === AGAIN || answer.status >= SERVERS_OWN) return { waiting: deeds.length - sent, refused };
    if (!answer.ok) refused = answer.status;
    await inStore("readwrite", (store) => store.delete(deed.id));
  }
  return { waiting: 0, refused };
}

/** Send one thing: how long ago it was is right also where the clock of the phone is not. */
function send(deed) {
  const said = new URLSearchParams({ ...deed.said, id: deed.id, ago_s: String(Math.max(0, Math.round((Date.now() - deed.at) / 1000))) });
  if (!deed.photo) return fetch(deed.to, { method: "POST", body: said });
  const headers = { "content-type": deed.photo.type };
  return fetch(`${deed.to}/photo?${said}`, { method: "POST", body: deed.photo, headers });
}

function inStore(mode, work) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("mesto-stickers", 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE, { keyPath: "id" });
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const doing = opening.result.transaction(STORE, mode);
      const asked = work(doing.objectStore(STORE));
      doing.oncomplete = () => {
        opening.result.close();
        done(asked.result);
      };
      doing.onerror = doing.onabort = () => failed(doing.error);
    };
  });
}
