/** What kind of thing an entity is, in words. */

import { say, t } from "../../language/language.svelte";
import type { Layer } from "../../server/types";
import type { Town } from "../../town/town.svelte";
import { spelled } from "../../town/values";

const DEVICE = "Device"; //: what speaks for an asset; no layer shows it

/** The layer that shows a type, also where this entity has no place on the map. */
export const layerOf = (town: Town, type: string | null): Layer | undefined =>
  town.map?.layers.find((layer) => layer.type === type);

export function kindOf(town: Town, type: string | null): string {
  if (type === DEVICE) return t("kinDevice");
  return say(layerOf(town, type)?.title) || spelled(type ?? "");
}
