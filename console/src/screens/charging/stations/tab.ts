import type { ChargingTab } from "../tabs";

export const tab: ChargingTab = {
  name: "stations",
  title: "chargeStations",
  order: 10,
  load: () => import("./Stations.svelte"),
};
