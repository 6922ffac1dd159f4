/** Take a file while it is made, and hand it to the browser. */

import { save } from "../../parts/save";
import type { Server } from "../../server/api";

export interface Progress {
  rows: number; //: in all
  done: number; //: of the rows, as far as the bytes tell
  bytes: number;
}

export interface FileWish {
  what: "export" | "history";
  wanted: Record<string, unknown>;
  name: string;
}

/** Download a file, telling how far it is. Raises Problem, and what the signal's end raises. */
export async function download(
  server: Server,
  type: string,
  { what, wanted, name }: FileWish,
  signal: AbortSignal,
  tell: (progress: Progress) => void,
): Promise<void> {
  const answer = await server.tableFile(type, what, wanted, signal);
  const rows = Number(answer.headers.get("x-rows"));
  const expected = Number(answer.headers.get("x-expected-bytes"));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  tell({ rows, done: 0, bytes });
  for await (const part of partsOf(answer)) {
    parts.push(part);
    bytes += part.length;
    const share = expected > 0 ? Math.min(1, bytes / expected) : 0;
    tell({ rows, done: Math.round(rows * share), bytes });
  }
  save(new Blob(parts, { type: answer.headers.get("content-type") ?? "" }), name);
}

async function* partsOf(answer: Response): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = answer.body!.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
