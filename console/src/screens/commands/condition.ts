/** What an interlock's condition can speak of, for the cards it is written as. */

import { say, t } from "../../language/language.svelte";
import type { Word, Writing } from "../../parts/form/grammar";
import type { Mistake } from "../../parts/form/place";
import type { Layer } from "../../server/types";
import { spelled } from "../../town/values";
import { LOGIC } from "../scenarios/grammar";
import { COMPARISONS } from "../scenarios/logic";

export function conditionWriting(
  layers: Layer[],
  mistake: Mistake | undefined,
  fixed: boolean,
  change: Writing["change"],
): Writing {
  const fields = layers.flatMap((layer) => layer.fields);
  const titles = new Map(fields.map(({ attribute, title }) => [attribute, say(title) || spelled(attribute)]));
  const words: Record<string, () => Word[]> = {
    subjects: () => [
      { value: "value", title: t("lockSubject_value") },
      ...[...titles].map(([value, title]) => ({ value: `entity.${value}`, title })),
      ...(["hour", "weekday", "time"] as const).map((word) => ({ value: `local.${word}`, title: t(`scenSubject_${word}`) })),
    ],
    comparisons: () => Object.entries(COMPARISONS).map(([value, word]) => ({ value, title: t(`scenComparison_${word}`) })),
  };
  return {
    grammars: { logic: LOGIC },
    words: (from) => words[from]?.() ?? [],
    field: (beside) => fields.find(({ attribute }) => `entity.${attribute}` === beside.attribute),
    mistake,
    fixed,
    change,
  };
}
