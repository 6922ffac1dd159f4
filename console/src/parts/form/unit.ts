/** Units of what is filled in. Pure. */

import type { Slot, Writing } from "./grammar";

/** A slot's unit, with the currency of what is written in it. */
export const unitOf = ({ unit = "" }: Pick<Slot, "unit">, { currency = "" }: Pick<Writing, "currency">): string => unit.replace("¤", currency);
