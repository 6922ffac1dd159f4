import type { ChargingTab } from "../tabs";

export const tab: ChargingTab = {
  name: "cards",
  title: "chargeCards",
  order: 50,
  needs: "record",
  load: () => import("./Cards.svelte"),
};
