import { expect, test } from "vitest";
import type { CountRow, Kpi, NumberAnswer } from "../../boards/types";
import type { AbnormalAsset } from "../../server/types";
import { fiveThings, type Figure } from "./five";

const percent = { unit: "%", scale: 100, digits: 1 };
const kwh = { unit: "kWh", scale: 1, digits: 0 };

function figure(answer: Partial<NumberAnswer>, kpi: Partial<Kpi> = {}, format = percent): Figure {
  const blank = { value: null, before: null, before_from: "", entities: 1, last: null, counting: 0 };
  return {
    kpi: { kind: "kpi", goal: "safe", better: "less", measure: {}, ...kpi },
    answer: { ...blank, spark: { t: [], value: [] }, ...answer },
    format,
  };
}
const nothing = { districts: [], types: [] };
const row = (district: string, ...counts: CountRow["counts"]): CountRow => ({ district, counts });

test("the targets come first, then the one missed most", () => {
  const met = figure({ value: 0.05, target: 0.1 });
  const near = figure({ value: 0.105, target: 0.1 });
  const far = figure({ value: 0.4, target: 0.1 });
  const facts = fiveThings([met, near, far], nothing, []);
  expect(facts[0]).toEqual({ kind: "targets", met: 1, all: 3 });
  expect(facts[1]).toEqual({ kind: "missed", figure: far });
});

test("what got much better or worse is told once, small changes are not", () => {
  const worse = figure({ value: 200, before: 100 }, {}, kwh);
  const better = figure({ value: 80, before: 100 }, {}, kwh);
  const same = figure({ value: 101, before: 100 }, {}, kwh);
  const facts = fiveThings([same, better, worse], nothing, []);
  expect(facts.map((fact) => fact.kind)).toEqual(["worse", "better"]);
});

test("the district with the worst share and the longest critical asset are named", () => {
  const asset = (id: number, since: string) => ({ id, status: 2, since }) as AbnormalAsset;
  const facts = fiveThings([], { districts: [row("Telep", 5, 1, 4, 0, 0), row("Centar", 9, 0, 1, 0, 0)], types: [] }, [
    asset(1, "2026-01-02"),
    asset(2, "2026-01-01"),
  ]);
  expect(facts).toEqual([
    { kind: "district", district: "Telep", wrong: 5, all: 10 },
    { kind: "critical", asset: asset(2, "2026-01-01") },
  ]);
});

test("a record is the best or the worst of the weeks, by what the town wants", () => {
  const falling = [9, 8, 7, 6, 5, 4, 3, 2, 1];
  const less = figure({ spark: { t: [], value: falling } });
  const more = figure({ spark: { t: [], value: falling } }, { better: "more" });
  const flat = figure({ spark: { t: [], value: falling.map(() => 1) } });
  expect(fiveThings([less, more, flat], nothing, [])).toEqual([
    { kind: "best", figure: less, weeks: 9 },
    { kind: "worst", figure: more, weeks: 9 },
  ]);
});

test("there are never more than five, and a silent town is said to be silent", () => {
  const many = Array.from({ length: 9 }, (_, n) => figure({ spark: { t: [], value: [9, 8, 7, 6, 5, 4, 3, 2, n / 10] } }));
  expect(fiveThings(many, nothing, [])).toHaveLength(5);
  const types = [row("", 0, 0, 0, 3, 0)];
  expect(fiveThings([], { districts: [], types }, [])).toEqual([{ kind: "silent", silent: 3, all: 3 }]);
});
