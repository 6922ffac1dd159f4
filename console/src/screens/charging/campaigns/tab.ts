import type { ChargingTab } from "../tabs";

export const tab: ChargingTab = {
  name: "campaigns",
  title: "chargeCampaigns",
  order: 70,
  load: () => import("./Campaigns.svelte"),
};
