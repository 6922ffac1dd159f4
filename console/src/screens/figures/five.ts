/** Five things to know: what stands out in the figures, most important first. Pure. */

import { changeOf, judged, turned, type Change, type Format } from "../../boards/reading";
import type { CountRow, Kpi, NumberAnswer } from "../../boards/types";
import type { AbnormalAsset } from "../../server/types";

export interface Figure {
  kpi: Kpi;
  answer: NumberAnswer;
  format: Format;
}

export type Fact =
  | { kind: "targets"; met: number; all: number }
  | { kind: "missed"; figure: Figure }
  | { kind: "worse" | "better"; figure: Figure; change: Change }
  | { kind: "best" | "worst"; figure: Figure; weeks: number }
  | { kind: "district"; district: string; wrong: number; all: number }
  | { kind: "critical"; asset: AbnormalAsset }
  | { kind: "silent"; silent: number; all: number };

const FIVE = 5;
const WORTH_PERCENT = 5; //: a smaller change is not worth a sentence
const WEEKS = 8; //: so many known weeks make a record
const CRITICAL = 2;
const OFFLINE = 3;

/** Choose at most five facts; each figure is named once. */
export function fiveThings(
  figures: Figure[],
  rows: { districts: CountRow[]; types: CountRow[] },
  abnormal: AbnormalAsset[],
): Fact[] {
  const facts: Fact[] = [];
  const named = new Set<Figure>();
  const tell = (fact: Fact | undefined) => {
    if (!fact || ("figure" in fact && named.has(fact.figure))) return;
    if ("figure" in fact) named.add(fact.figure);
    facts.push(fact);
  };
  const unnamed = () => figures.filter((figure) => !named.has(figure));
  tell(targets(figures));
  tell(mostMissed(figures));
  tell(mostTurned(unnamed().filter((figure) => !met(figure)), -1));
  tell(worstDistrict(rows.districts));
  tell(mostTurned(unnamed().filter((figure) => !met(figure)), 1));
  tell(longestCritical(abnormal));
  for (const figure of figures) tell(record(figure));
  tell(silence(rows.types));
  tell(mostTurned(unnamed(), 1));
  return facts.slice(0, FIVE);
}

/** Whether a figure is as the town wants it; that it changed is then hardly news. */
const met = ({ kpi, answer }: Figure) => judged(kpi, answer.value, answer.target ?? null) === 0;

function targets(figures: Figure[]): Fact | undefined {
  const judgements = figures
    .map(({ kpi, answer }) => judged(kpi, answer.value, answer.target ?? null))
    .filter((status) => status !== null);
  if (judgements.length === 0) return undefined;
  return { kind: "targets", met: judgements.filter((status) => status === 0).length, all: judgements.length };
}

function mostMissed(figures: Figure[]): Fact | undefined {
  const missed = figures
    .filter(({ kpi, answer }) => (judged(kpi, answer.value, answer.target ?? null) ?? 0) > 0)
    .sort((a, b) => miss(b) - miss(a))[0];
  return missed && { kind: "missed", figure: missed };
}

/** By what share of its target a figure misses it. */
function miss({ answer }: Figure): number {
  const [value, target] = [answer.value ?? 0, answer.target ?? 0];
  return Math.abs(value - target) / (Math.abs(target) || 1);
}

function mostTurned(figures: Figure[], way: -1 | 1): Fact | undefined {
  const found = figures
    .map((figure) => ({ figure, change: changeOf(figure.answer.value, figure.answer.before, figure.format) }))
    .filter(({ figure, change }) => turned(figure.kpi, change) === way && relative(figure) >= WORTH_PERCENT)
    .sort((a, b) => relative(b.figure) - relative(a.figure))[0];
  return found?.change ? { kind: way > 0 ? "better" : "worse", figure: found.figure, change: found.change } : undefined;
}

/** By how many percent a figure changed, whatever its unit. */
function relative({ answer: { value, before } }: Figure): number {
  return value === null || !before ? 0 : (100 * Math.abs(value - before)) / Math.abs(before);
}

function worstDistrict(districts: CountRow[]): Fact | undefined {
  const [worst] = districts;
  if (!worst?.district || districts.length < 2) return undefined;
  const all = sum(worst.counts);
  const wrong = all - worst.counts[0];
  return wrong > 0 ? { kind: "district", district: worst.district, wrong, all } : undefined;
}

function longestCritical(abnormal: AbnormalAsset[]): Fact | undefined {
  const [asset] = abnormal
    .filter(({ status, since }) => status === CRITICAL && since)
    .sort((a, b) => a.since!.localeCompare(b.since!));
  return asset && { kind: "critical", asset };
}

function record(figure: Figure): Fact | undefined {
  const weeks = figure.answer.spark.value.filter((value) => value !== null);
  const last = figure.answer.spark.value.at(-1) ?? null;
  if (last === null || weeks.length < WEEKS) return undefined;
  const lowest = weeks.every((value) => value >= last);
  const highest = weeks.every((value) => value <= last);
  if (lowest === highest) return undefined; // neither, or a flat line
  const best = lowest === (figure.kpi.better === "less");
  return { kind: best ? "best" : "worst", figure, weeks: weeks.length };
}

function silence(types: CountRow[]): Fact | undefined {
  const silent = types.reduce((n, { counts }) => n + counts[OFFLINE], 0);
  const all = types.reduce((n, { counts }) => n + sum(counts), 0);
  return all > 0 ? { kind: "silent", silent, all } : undefined;
}

const sum = (counts: number[]): number => counts.reduce((n, count) => n + count, 0);
