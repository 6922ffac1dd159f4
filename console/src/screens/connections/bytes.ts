/** What a message brought, as people look at it: as text, as indented JSON, byte by byte. Pure. */

import type { Bytes } from "./server";

const ROW = 16;
const MOST_ROWS = 512; //: of a hex dump

/** The bytes themselves. */
export function bytesOf({ payload, encoding }: Pick<Bytes, "payload" | "encoding">): Uint8Array {
  if (encoding !== "base64") return new TextEncoder().encode(payload);
  return Uint8Array.from(atob(payload), (letter) => letter.charCodeAt(0));
}

/** Indented JSON; null where it is none. */
export function jsonOf({ payload, encoding }: Pick<Bytes, "payload" | "encoding">): string | null {
  if (encoding === "base64") return null;
  try {
    return JSON.stringify(JSON.parse(payload), null, 2);
  } catch {
    return null;
  }
}

/** Text, where bytes that are none are shown as such. */
export const textOf = (bytes: Pick<Bytes, "payload" | "encoding">): string =>
  bytes.encoding === "base64" ? new TextDecoder().decode(bytesOf(bytes)) : bytes.payload;

/** Rows of sixteen bytes: where they are, what they are, and the letters among them. */
export function hexOf(bytes: Uint8Array): string {
  const rows = [];
  for (let at = 0; at < Math.min(bytes.length, ROW * MOST_ROWS); at += ROW) {
    const row = [...bytes.subarray(at, at + ROW)];
    const codes = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const letters = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : "·")).join("");
    rows.push(`${at.toString(16).padStart(6, "0")}  ${codes.padEnd(ROW * 3 - 1)}  ${letters}`);
  }
  if (bytes.length > ROW * MOST_ROWS) rows.push("…");
  return rows.join("\n");
}
