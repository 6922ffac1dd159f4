import type { ChargingTab } from "../tabs";

export const tab: ChargingTab = {
  name: "sessions",
  title: "chargeSessions",
  order: 20,
  load: () => import("./Sessions.svelte"),
};
