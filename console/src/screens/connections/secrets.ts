/** Credentials of a connection: what stands in their place, and for which address they are kept. Pure. */

import type { Draft } from "./server";

const REFERENCE = /\{secret:([\w.-]{1,64})\}/g;

/** What stands where a credential is put in. */
export const reference = (name: string) => `{secret:${name}}`;

/** The names of the credentials that a connection uses. */
export function usedBy({ url, settings }: Pick<Draft, "url" | "settings">): string[] {
  const found = `${url} ${JSON.stringify(settings)}`.matchAll(REFERENCE);
  return [...new Set(Array.from(found, ([, name]) => name!))];
}

/** A URL for people: where a credential is put in, there are dots. */
export const dotted = (url: string) => url.replace(REFERENCE, "•••");

/** Where a URL leads: scheme, host and port. A credential goes nowhere else. */
export function addressOf(url: string): string {
  const [, scheme = "", host = ""] = /^([^:/]*):\/\/(?:[^/?#]*@)?([^/?#]*)/.exec(url) ?? [];
  return `${scheme}://${host.toLowerCase()}`;
}
