import { expect, test } from "vitest";
import { again, carriedOn, forgotten, next, queued, turned, turnOf, type Deed } from "./queue";

const NOW = new Date("2026-05-01T12:00:00Z");
const OPEN = new Set<string>();

function deed(order: number, more: Partial<Deed> = {}): Deed {
  return {
    order,
    token: `token-${order}`,
    city: "kladno",
    method: "PUT",
    path: "documents/views/night",
    body: { title: "Night", version: 7 },
    title: { key: "settings", values: {} },
    at: NOW.toISOString(),
    triedAt: null,
    stuck: null,
    ...more,
  };
}

const STUCK = { status: 409, detail: "changed", version: 9 };

test("deeds are sent in the order they were done", () => {
  expect(next([deed(1), deed(2, { path: "other" })], OPEN)?.order).toBe(1);
});

test("what is stuck holds up later deeds on the same, and no others", () => {
  const deeds = [deed(1, { stuck: STUCK }), deed(2), deed(3, { path: "other" })];
  expect(next(deeds, OPEN)?.order).toBe(3);
  expect(next(deeds.slice(0, 2), OPEN)).toBeUndefined();
});

test("a municipality that lets nobody in holds up its own deeds only", () => {
  const deeds = [deed(1), deed(2, { city: "novi_sad" })];
  expect(next(deeds, new Set(["kladno"]))?.order).toBe(2);
});

test("of two changes not sent yet the last is sent, on what the first was based on", () => {
  const fresh = { ...deed(0), body: { title: "Late night", version: 7 } };
  const kept = queued([deed(1)], fresh, "new", NOW);
  expect(kept).toMatchObject({ order: 1, token: "token-1", body: { title: "Late night", version: 7 } });
});

test("a change that may have been done already is not replaced", () => {
  const tried = deed(1, { triedAt: NOW.toISOString() });
  const kept = queued([tried], deed(0), "new", NOW);
  expect(kept).not.toHaveProperty("order", 1);
  expect(kept.token).toBe("new");
});

test("two comments are two deeds", () => {
  const comment = deed(1, { method: "POST" });
  expect(queued([comment], { ...comment, method: "POST" }, "new", NOW).token).toBe("new");
});

test("a later change is carried on over what an earlier one made", () => {
  const deeds = [deed(1), deed(2), deed(3, { path: "other" })];
  const later = carriedOn(deeds, deeds[0]!, { version: 8 });
  expect(later.map(({ order, body }) => [order, body])).toEqual([[2, { title: "Night", version: 8 }]]);
  const field = [deed(1, { path: "municipality/zoom" }), deed(2, { path: "municipality/zoom" })];
  expect(carriedOn(field, field[0]!, { versions: { zoom: 8 } })[0]?.body).toMatchObject({ version: 8 });
});

test("what is put back after it was thrown away begins anew", () => {
  const deeds = [deed(1), deed(2, { method: "DELETE", body: null }), deed(3)];
  expect(carriedOn(deeds, deeds[0]!, { version: 8 })).toEqual([]);
});

test("a page that has not heard of its own last deed is not at odds with itself", () => {
  const turn = turnOf(deed(1), { version: 8 });
  expect(turned(deed(2), turn).body).toEqual({ title: "Night", version: 8 });
  const theirs = deed(2, { body: { title: "Night", version: 9 } });
  expect(turned(theirs, turn)).toBe(theirs);
});

test("what was tried a month ago is not sent again without being looked at", () => {
  const month_ago = new Date(NOW.getTime() - 30 * 86_400_000).toISOString();
  expect(forgotten(deed(1, { triedAt: month_ago }), NOW)).toBe(true);
  expect(forgotten(deed(1, { at: month_ago }), NOW)).toBe(false);
});

test("who insists sends a new deed over what somebody else made", () => {
  expect(again(deed(1, { stuck: STUCK, triedAt: "then" }), "new")).toMatchObject({
    token: "new",
    triedAt: null,
    stuck: null,
    body: { version: 9 },
  });
});
