/** What was found wrong with an asset, and how surely. Pure. */

import { inWords } from "../../language/values";
import type { AssetField, Layer } from "../../server/types";

export const DIAGNOSIS = "diagnosis"; //: attribute; the cause says it in a sentence
const FAULT_KIND = "faultKind"; //: attribute; its words are those of the layer

export interface Sureness {
  fault: string;
  percent: number;
}

/** Say what was found and how sure that is, in percent; null where nothing was. */
export function surenessOf(fields: readonly AssetField[], layer: Layer | undefined): Sureness | null {
  const found = fields.find(({ attribute }) => attribute === DIAGNOSIS)?.value as { kind?: unknown; confidence?: unknown } | null | undefined;
  const fault = inWords(found?.kind, layer?.fields.find(({ attribute }) => attribute === FAULT_KIND));
  if (typeof found?.confidence !== "number" || fault === null) return null;
  return { fault, percent: Math.round(100 * found.confidence) };
}
