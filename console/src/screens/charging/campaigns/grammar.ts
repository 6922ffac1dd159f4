/** How a firmware campaign is written. */

import type { Slot } from "../../../parts/form/grammar";
import type { Text } from "../../../server/types";

export interface Campaign {
  title: Text;
  vendor: string;
  model: string;
  versions: string[];
  version: string;
  location: string;
  stages: number[]; //: shares
  soak_h: number;
  most_failures: number; //: share
  calendar: string;
  running: boolean;
}

/** As the form has it: shares in percent. */
export interface CampaignForm extends Omit<Campaign, "stages" | "most_failures"> {
  pilot: number;
  half: number;
  failures: number;
}

export const CAMPAIGN: Slot[] = [
  { name: "vendor", title: "chargeFactMaker", as: "choice", from: "vendors" },
  { name: "model", title: "chargeCampModel", hint: "chargeCampModelHint", as: "choice", from: "models" },
  { name: "versions", title: "chargeCampFrom", hint: "chargeCampFromHint", as: "many", from: "versions" },
  { name: "version", title: "chargeCampTo", hint: "chargeCampToHint", as: "line" },
  { name: "location", title: "chargeCampWhere", hint: "chargeCampWhereHint", as: "line" },
  { name: "pilot", title: "chargeCampPilot", unit: "%", as: "number" },
  { name: "half", title: "chargeCampHalf", hint: "chargeCampHalfHint", unit: "%", as: "number" },
  { name: "soak_h", title: "chargeCampSoak", unit: "h", as: "number" },
  { name: "failures", title: "chargeCampFailures", unit: "%", as: "number" },
  { name: "calendar", title: "chargeCampCalendar", hint: "chargeCampCalendarHint", as: "choice", from: "calendars" },
  { name: "running", title: "chargeCampRunning", hint: "chargeCampRunningHint", as: "tick" },
];

export const NEW: CampaignForm = {
  title: {},
  vendor: "",
  model: "",
  versions: [],
  version: "",
  location: "",
  pilot: 5,
  half: 25,
  failures: 10,
  soak_h: 24,
  calendar: "",
  running: false,
};

const percent = (share: number) => Math.round(share * 1_000) / 10;

/** A campaign as the form has it; stages between the second and the last are left as one. */
export function shownCampaign({ stages, most_failures, ...rest }: Campaign): CampaignForm {
  return { ...NEW, ...rest, pilot: percent(stages?.[0] ?? 0.05), half: percent(stages?.[1] ?? 1), failures: percent(most_failures ?? 0.1) };
}

/** A campaign as the server takes it: growing shares, the last of which is all. */
export function sentCampaign({ pilot, half, failures, ...rest }: CampaignForm): Campaign {
  const stages = [...new Set([pilot / 100, half / 100, 1])].filter((share) => share > 0 && share <= 1).sort((a, b) => a - b);
  return { ...rest, model: rest.model || "", stages, most_failures: failures / 100 };
}
