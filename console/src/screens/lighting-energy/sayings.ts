/** How numbers of the ledger are said, with their intervals. */

import { number, t, type Key } from "../../language/language.svelte";
import type { Contract, Gap, Owed, Uncertain, Verdict } from "./types";

const SURE = { kept: "energyKept", missed: "energyMissed", open: "energyOpen", unmeasured: "energyUnmeasured" } as const satisfies Record<Verdict["outcome"], Key>;

export const ICONS = { kept: "check", missed: "alert", open: "question", unmeasured: "question" } as const;

/** A number in its unit. */
export const said = (value: number, unit: string, digits = 0): string => `${number(value, digits, true)}\u00a0${unit}`;

/** Where the truth lies. */
export const between = ({ low, high }: Uncertain, unit: string, digits = 0): string =>
  t("energyBetween", { low: number(low, digits, true), high: said(high, unit, digits) });

/** Whether a guarantee was kept, in a sentence. */
export function verdictSaid(verdict: Verdict, unit: Contract["definition"]["unit"], currency: string): string {
  const shown = unit === "money" ? currency : unit;
  const digits = unit === "%" ? 1 : 0;
  const [low, high, enough] = [verdict.achieved.low, verdict.achieved.high, verdict.enough].map((one) => said(one, shown, digits)) as [string, string, string];
  return t(SURE[verdict.outcome], { low, high, enough });
}

export function owedSaid(key: Key, owed: Owed, currency: string): string {
  return t(key, { likely: said(owed.likely, currency), least: number(owed.least), most: said(owed.most, currency) });
}

/** What is not told, in a sentence; shares in percent. */
export function gapSaid({ about, number: count, where }: Gap): string {
  const share = about === "silent" || about === "inventory";
  const n = share ? said(100 * count, "%") : number(count);
  const sentence = t(`energyGap_${about}` as Key, { n });
  return where ? `${where}: ${sentence}` : sentence;
}
