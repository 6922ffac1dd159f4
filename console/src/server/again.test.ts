import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Again } from "./again";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Work that ends when it is told to. */
function slowWork() {
  const ends: (() => void)[] = [];
  const again = new Again(
    () => new Promise((resolve) => ends.push(resolve)),
    () => 100,
  );
  return { ends, again };
}

test("what is asked for often is done once after the pause", async () => {
  const { ends, again } = slowWork();
  for (let n = 0; n < 5; n++) again.ask();
  await vi.advanceTimersByTimeAsync(99);
  expect(ends).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(ends).toHaveLength(1);
});

test("what is asked for while it is done is done once more, afterwards", async () => {
  const { ends, again } = slowWork();
  again.ask();
  await vi.advanceTimersByTimeAsync(100);
  again.ask();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ends).toHaveLength(1);
  ends[0]!();
  await vi.advanceTimersByTimeAsync(100);
  expect(ends).toHaveLength(2);
  ends[1]!();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ends).toHaveLength(2);
});

test("nothing is done after the end", async () => {
  const { ends, again } = slowWork();
  again.ask();
  again.close();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(ends).toHaveLength(0);
});
