/** Deeds in the browser's own database, which outlives the page and the machine's sleep. */

import type { Deed } from "./queue";

const NAME = "mesto";
const DEEDS = "deeds";

/** What shall become of the deeds kept; one without an order is new, and the last. */
export interface Amendment {
  keep?: (Omit<Deed, "order"> | Deed)[];
  drop?: Deed[];
}

/** All deeds, in the order they were done. */
export async function read(): Promise<Deed[]> {
  return amend(() => ({}));
}

/**
 * Change what is kept in one step that no other window comes between.
 *
 * Returns all deeds as they are then, once that is certain to be kept.
 */
export async function amend(change: (deeds: Deed[]) => Amendment): Promise<Deed[]> {
  const database = await opened();
  try {
    const transaction = database.transaction(DEEDS, "readwrite", { durability: "strict" });
    const store = transaction.objectStore(DEEDS);
    let after: Deed[] = [];
    const before = store.getAll() as IDBRequest<Deed[]>;
    before.onsuccess = () => {
      const { keep = [], drop = [] } = change(before.result);
      for (const deed of keep) store.put(deed);
      for (const deed of drop) store.delete(deed.order);
      const all = store.getAll() as IDBRequest<Deed[]>;
      all.onsuccess = () => (after = all.result);
    };
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error);
    });
    return after;
  } finally {
    database.close();
  }
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 1);
  return new Promise((resolve, reject) => {
    request.onupgradeneeded = () =>
      request.result.createObjectStore(DEEDS, { keyPath: "order", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
