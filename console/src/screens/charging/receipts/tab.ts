import type { ChargingTab } from "../tabs";

export const tab: ChargingTab = {
  name: "receipts",
  title: "chargeReceipts",
  order: 71,
  load: () => import("./Receipts.svelte"),
};
