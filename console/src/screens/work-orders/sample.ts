/** An order for tests. */

import type { Listed } from "./types";

export const order = (id: string, more: Partial<Listed> = {}): Listed => ({
  id, urn: `urn:ngsi-ld:WorkOrder:${id}`, title: id, priority: "normal", type: "repair", origin: "hand", cause: null,
  alarm: null, reason: "", state: "open", state_at: "2026-06-01T06:00:00Z", opened_at: "2026-06-01T06:00:00Z",
  assigned: "", due_at: null, asset: null, asset_id: null, asset_name: "", also: [], district: "", location: null,
  items: 0, items_done: 0, ...more,
});
