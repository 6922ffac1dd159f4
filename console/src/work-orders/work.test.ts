import { describe, expect, it } from "vitest";
import type { Deed } from "../offline/queue";
import { after, foreseen } from "./foreseen";
import { distance_m, inTurn } from "./turn";
import type { Order, Said } from "./types";

const order: Order = {
  id: "w-1", urn: "urn:ngsi-ld:WorkOrder:w-1", title: "Change the lamp", priority: "normal",
  state: "open", state_at: "2026-06-01T06:00:00Z", assigned: "crew:light", due_at: null, asset: null, asset_id: null, asset_name: "",
  location: null, items: 1, items_done: 0, description: "", reason: "", origin: "hand",
  checklistItem: [{ id: "i", says: "Cut the power", by: "person:jana", at: "2026-06-01T06:00:00Z", done: false, done_by: null }],
  note: [], photo: [], timeSpent: [], materialUsed: [], signature: [],
};

const at = "2026-06-01T07:00:00Z";
const deed = (said: Said[], more: Partial<Deed> = {}): Deed => ({
  order: 1, token: "t", city: "novisad", method: "POST", path: "work-orders/w-1/said", body: { said },
  title: { key: "offline.waiting" as Deed["title"]["key"], values: {} }, at, triedAt: null, stuck: null, ...more,
});

describe("an order with what waits laid over it", () => {
  it("shows what was done without a network", () => {
    const said: Said[] = [
      { kind: "move", at, to: "inProgress" },
      { kind: "tick", at, id: "i", done: true },
      { kind: "note", at, id: "n", text: "No ladder" },
    ];
    const seen = foreseen(order, [deed(said)], "novisad");
    expect([seen.state, seen.items_done, seen.checklistItem[0]!.done]).toEqual(["inProgress", 1, true]);
    expect(seen.note).toEqual([{ id: "n", says: "No ladder", by: null, at, waits: true }]);
  });

  it("is not doubled by what the server took but whose answer was lost", () => {
    const note: Said = { kind: "note", at, id: "n", text: "No ladder" };
    const told = after(order, note);
    expect(foreseen(told, [deed([note])], "novisad").note).toHaveLength(1);
  });

  it("leaves out what is refused, another order's, and another town's", () => {
    const said: Said[] = [{ kind: "move", at, to: "done" }];
    const others = [
      deed(said, { stuck: { status: 409, detail: "", version: null } }),
      deed(said, { path: "work-orders/w-2/said" }),
      deed(said, { city: "kladno" }),
    ];
    expect(foreseen(order, others, "novisad")).toEqual(order);
  });

  it("keeps a later state over what was said before it", () => {
    const moved = { ...order, state: "done" as const, state_at: "2026-06-01T08:00:00Z" };
    expect(after(moved, { kind: "move", at, to: "paused" }).state).toBe("done");
  });
});

describe("the turn of orders", () => {
  const one = (id: string, due_at: string | null, location: [number, number] | null) => ({ ...order, id, due_at, location });
  const day = (moment: string) => moment.slice(0, 10);

  it("goes by the day, then by how near, and those without a day come last", () => {
    const orders = [
      one("never", null, [19.84, 45.25]),
      one("far", "2026-06-01T08:00:00Z", [19.9, 45.3]),
      one("near", "2026-06-01T16:00:00Z", [19.841, 45.25]),
      one("tomorrow", "2026-06-02T08:00:00Z", [19.84, 45.25]),
    ];
    expect(inTurn(orders, day, [19.84, 45.25]).map(({ id }) => id)).toEqual(["near", "far", "tomorrow", "never"]);
    expect(inTurn(orders, day, null).map(({ id }) => id)).toEqual(["far", "near", "tomorrow", "never"]);
  });

  it("knows how far a street is", () => {
    expect(distance_m([19.84, 45.25], [19.84, 45.26])).toBeCloseTo(1113.2, 0);
    expect(distance_m([19.84, 45.25], [19.85, 45.25])).toBeCloseTo(783.7, 0);
  });
});
