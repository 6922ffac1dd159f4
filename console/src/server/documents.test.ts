import { expect, test } from "vitest";
import { documentsOf } from "./documents";

test("a line that comes in parts is read when it is whole", async () => {
  const parts = ['{"progress":0', '.5}\n{"pro', 'gress":1}\n'].map((text) => new TextEncoder().encode(text));
  const stream = new ReadableStream<Uint8Array>({
    start: (to) => {
      for (const part of parts) to.enqueue(part);
      to.close();
    },
  });
  const found = [];
  for await (const document of documentsOf<{ progress: number }>(stream)) found.push(document.progress);
  expect(found).toEqual([0.5, 1]);
});
