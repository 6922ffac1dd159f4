import type { ChargingTab } from "../tabs";

export const tab: ChargingTab = {
  name: "uptime",
  title: "chargeUptime",
  order: 80,
  load: () => import("./Uptime.svelte"),
};
