import type { ChargingTab } from "../tabs";

export const tab: ChargingTab = {
  name: "load",
  title: "chargeLoad",
  order: 30,
  load: () => import("./Load.svelte"),
};
