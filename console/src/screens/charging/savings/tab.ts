import type { ChargingTab } from "../tabs";

export const tab: ChargingTab = {
  name: "savings",
  title: "chargeSavings",
  order: 60,
  load: () => import("./Savings.svelte"),
};
