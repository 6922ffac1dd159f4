/** A new order as it is filled in, and as the server takes it: one for each asset, or one for all. Pure. */

import { say } from "../../language/language.svelte";
import { newToken } from "../../server/token";
import type { Location } from "../../server/types";
import type { DraftAsset } from "../../work-orders/draft";
import type { Opening, OrderType, Step } from "./types";

/** What is filled in beside what an order is about. */
export interface Filled {
  title: string;
  description: string;
  type: OrderType;
  priority: Opening["priority"];
  due_at: string | null;
  to: string;
  place: Location | null; //: where nothing says where it is
  steps: Step[]; //: of the list that is taken
  checklist: string; //: further things, one a line
  apart: boolean; //: one order for each asset
}

/** Make the orders that are filled in, by fresh names. */
export function openingsOf(filled: Filled, assets: readonly DraftAsset[], now: Date): Record<string, Opening> {
  const groups = filled.apart && assets.length > 1 ? assets.map((one) => [one]) : [assets];
  return Object.fromEntries(groups.map((group) => [freshName(now), openingOf(filled, group, now)]));
}

function openingOf(filled: Filled, assets: readonly DraftAsset[], now: Date): Opening {
  const at = now.toISOString();
  const [first, ...others] = assets;
  const because = assets.find((one) => one.because)?.because ?? "";
  const things = filled.checklist.split("\n").map((line) => line.trim()).filter(Boolean);
  const each = others.length > 0 ? assets.map(({ name }) => name) : []; // each asset is ticked off
  return {
    at,
    title: filled.title.trim(),
    description: filled.description.trim(),
    type: filled.type,
    priority: filled.priority,
    due_at: filled.due_at,
    to: filled.to,
    origin: because ? "alarm" : "hand",
    because,
    about: first?.urn ?? "",
    also: others.map(({ urn }) => urn),
    location: !first && filled.place ? { type: "Point", coordinates: filled.place } : null,
    checklist: [
      ...each.map((text) => ({ text })),
      ...filled.steps.map(({ text, wants, unit }) => ({ text: say(text), wants, unit })),
      ...things.map((text) => ({ text })),
    ].map((item) => ({ ...item, at, id: newToken(), text: item.text.slice(0, 200) })),
  };
}

/** The day, and something nobody else takes: 261126-9f3b07c2. */
const freshName = (now: Date) => `${now.toISOString().slice(2, 10).replaceAll("-", "")}-${newToken().slice(0, 8)}`;
