/** Looking at a layer by its main value, where that is a share: steps from nothing to all. */

import type { Field, Layer } from "../server/types";

export const STEPS = 5;

/** The field of a layer's main value where it is a share, which alone has limits of its own; else undefined. */
export const shareOf = (layer: Layer): Field | undefined =>
  layer.fields.find(({ attribute, unit, scale }) => attribute === layer.main && unit === "%" && scale === 100);

/** The step a share in [0, 1] is in, 0 to STEPS - 1; -1 where there is none. */
export const stepOf = (share: number): number =>
  Number.isNaN(share) ? -1 : Math.min(STEPS - 1, Math.max(0, Math.floor(share * STEPS)));
