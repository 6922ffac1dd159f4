import type { ChargingTab } from "../tabs";

export const tab: ChargingTab = {
  name: "tariffs",
  title: "chargeTariffs",
  order: 61,
  load: () => import("./Tariffs.svelte"),
};
