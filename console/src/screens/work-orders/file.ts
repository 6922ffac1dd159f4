/** Orders as a table for a spreadsheet. Pure. */

import type { Listed } from "./types";

const COLUMNS = [
  "order", "title", "type", "state", "priority", "assigned_to", "due_at", "opened_at", "asset", "asset_name", "district",
  "longitude", "latitude", "checklist_items", "checklist_done", "reason",
] as const;

/** Write orders as CSV with a heading, in the order given. */
export function fileOf(orders: readonly Listed[]): string {
  const rows = orders.map((order) => [
    order.id, order.title, order.type, order.state, order.priority, order.assigned, order.due_at, order.opened_at,
    order.asset, order.asset_name, order.district, order.location?.[0], order.location?.[1], order.items,
    order.items_done, order.reason,
  ]);
  return `\ufeff${[COLUMNS, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}

/** A cell that no spreadsheet reckons with or takes apart. */
function cell(value: string | number | null | undefined): string {
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value ?? "") ? `'${value}` : (value ?? "");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
