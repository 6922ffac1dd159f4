import type { ChargingTab } from "../tabs";

export const tab: ChargingTab = {
  name: "sites",
  title: "chargeSites",
  order: 90,
  load: () => import("./Sites.svelte"),
};
