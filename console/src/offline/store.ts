/** Deeds in the browser's own database, which outlives the page and the machine's sleep; beside them their pictures. */

import type { Deed } from "./queue";

const NAME = "mesto";
const DEEDS = "deeds";
const PICTURES = "pictures";

/** A picture, known by what is in it. */
export interface Picture {
  digest: string; //: SHA-256, in hexadecimal digits
  content: ArrayBuffer;
}

/** What shall become of the deeds kept; one without an order is new, and the last. */
export interface Amendment {
  keep?: (Omit<Deed, "order"> | Deed)[];
  drop?: Deed[];
  pictures?: Picture[]; //: of the deeds to keep
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
    const transaction = database.transaction([DEEDS, PICTURES], "readwrite", { durability: "strict" });
    const store = transaction.objectStore(DEEDS);
    const shelf = transaction.objectStore(PICTURES);
    let after: Deed[] = [];
    const before = store.getAll() as IDBRequest<Deed[]>;
    before.onsuccess = () => {
      const { keep = [], drop = [], pictures = [] } = change(before.result);
      for (const picture of pictures) shelf.put(picture);
      for (const deed of keep) store.put(deed);
      for (const deed of drop) store.delete(deed.order);
      const all = store.getAll() as IDBRequest<Deed[]>;
      all.onsuccess = () => {
        after = all.result;
        for (const digest of unwanted(drop, after)) shelf.delete(digest);
      };
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

/** A picture that a deed speaks of; none where it is not kept any more. */
export async function pictureOf(digest: string): Promise<Picture | undefined> {
  const database = await opened();
  try {
    const asked = database.transaction(PICTURES).objectStore(PICTURES).get(digest) as IDBRequest<Picture | undefined>;
    return await new Promise((resolve, reject) => {
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => reject(asked.error);
    });
  } finally {
    database.close();
  }
}

/** The pictures of deeds dropped that no other deed speaks of. */
function unwanted(dropped: Deed[], left: Deed[]): string[] {
  const wanted = new Set(left.flatMap(({ pictures = [] }) => pictures));
  return dropped.flatMap(({ pictures = [] }) => pictures).filter((digest) => !wanted.has(digest));
}

function opened(): Promise<IDBDatabase> {
  const request = indexedDB.open(NAME, 2);
  return new Promise((resolve, reject) => {
    request.onupgradeneeded = ({ oldVersion }) => {
      if (oldVersion < 1) request.result.createObjectStore(DEEDS, { keyPath: "order", autoIncrement: true });
      request.result.createObjectStore(PICTURES, { keyPath: "digest" });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
