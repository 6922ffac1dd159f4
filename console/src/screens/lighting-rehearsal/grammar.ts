/** How a setting is written by which light follows people. */

import type { Slot } from "../../parts/form/grammar";
import type { Definition } from "./types";

export const SETTING: Slot[] = [
  { name: "groups", title: "lightRehGroups", hint: "lightRehGroupsHint", as: "many", from: "groups" },
  { name: "on", title: "lightRehOn", hint: "lightRehOnHint", as: "choice", from: "calendars" },
  { name: "base", title: "lightRehBase", hint: "lightRehShare", as: "number" },
  { name: "full", title: "lightRehFull", hint: "lightRehShare", as: "number" },
  { name: "ahead_m", title: "lightRehAhead", as: "number" },
  { name: "behind_m", title: "lightRehBehind", as: "number" },
  { name: "hold_s", title: "lightRehHold", hint: "lightRehHoldHint", as: "number" },
  { name: "fade_s", title: "lightRehFade", as: "number" },
  { name: "steps", title: "lightRehSteps", as: "number" },
  { name: "kept", title: "lightRehKept", hint: "lightRehKeptHint", as: "tick" },
];

export const EMPTY = {
  title: {},
  groups: [],
  on: "",
  base: 0.2,
  full: 1,
  ahead_m: 90,
  behind_m: 0,
  hold_s: 45,
  fade_s: 20,
  steps: 3,
  kept: false,
} as unknown as Definition;
