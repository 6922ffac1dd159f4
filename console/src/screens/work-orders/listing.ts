/** How a checklist is written: what it is for, and its steps as parts told apart by what they want. Pure. */

import type { Kind, Part, Slot } from "../../parts/form/grammar";
import type { Step } from "./types";

const TEXT: Slot = { name: "text", title: "listStep", as: "words" };

export const STEPS: Kind[] = [
  { is: "tick", title: "listWants_tick", slots: [TEXT], blank: { text: {} } },
  { is: "photo", title: "listWants_photo", slots: [TEXT], blank: { text: {} } },
  { is: "number", title: "listWants_number", slots: [TEXT, { name: "unit", title: "formUnit", as: "line" }], blank: { text: {}, unit: "" } },
];

export const USES: Slot[] = [
  { name: "work", title: "workType", as: "many", from: "work" },
  { name: "types", title: "listTypes", as: "many", from: "types" },
  { name: "services", title: "listServices", as: "many", from: "services" },
];

export const asPart = ({ text, wants, unit }: Step): Part => ({ is: wants || "tick", text, unit });

export const asStep = ({ is, text, unit = "" }: Part): Step =>
  ({ text, wants: is === "tick" ? "" : is, unit: is === "number" ? unit : "" }) as Step;
