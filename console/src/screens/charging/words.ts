/** OCPP's words as people say them, and how bad each is. */

import { t, type Key } from "../../language/language.svelte";
import type { Status } from "../../server/types";
import type { Evse } from "./types";

const STATES = [
  "Available",
  "Preparing",
  "Charging",
  "SuspendedEV",
  "SuspendedEVSE",
  "Finishing",
  "Occupied",
  "Reserved",
  "Unavailable",
  "Faulted",
  "EVConnected",
  "Idle",
] as const;

/** A state of a connector or of who charges there. */
export function saidState(state: string | null): string {
  const known = STATES.find((one) => one === state);
  return known ? t(`chargeState_${known}`) : (state ?? t("chargeState_unknown"));
}

/** What somebody who stands there sees: who charges, where the connector is merely taken. */
export const stateOf = ({ status, chargingState }: Evse): string | null =>
  status === "Occupied" && chargingState && chargingState !== "Idle" ? chargingState : status;

/** How bad the state of a connector is, in the shapes of assets. */
export function badness({ status, errorCode }: Pick<Evse, "status" | "errorCode">): Status {
  if (status === "Faulted") return 2;
  if (status === "Unavailable") return 4;
  if (errorCode && errorCode !== "NoError") return 1;
  return status ? 0 : 3;
}

/** What is counted of sessions, in words. */
export const whyKey = (state: string | null): Key | null =>
  state === "SuspendedEV" ? "chargeWhyCar" : state === "SuspendedEVSE" ? "chargeWhyStation" : null;
