/** Plans of a day while people make, change and compare them, and their rounds while they are driven. */

import { number, say, t } from "../../language/language.svelte";
import { snack } from "../../parts/snack.svelte";
import type { Point, Proof, Rounds, Summary, Whole } from "../../rounds/types";
import { ask, mistakeOf, Problem, reach, reasonOf, sending } from "../../server/ask";
import { documentsOf } from "../../server/documents";
import type { Town } from "../../town/town.svelte";
import type { Against, Change, Holding, Listed, Planned, Shown, Totals, Why } from "./types";
import { wayBack } from "./wishes";

const AGAIN_MS = 15_000;

/** A line of what the server tells while it computes. */
interface Line {
  progress?: number;
  cost?: number | null;
  plan?: Shown;
  frontier?: { overflow_cost: number; totals: Totals }[];
  problem?: { title?: string; detail?: string; says?: Record<string, string>; status?: number };
}

export class Planning {
  plans = $state.raw<Listed[] | null>(null);
  unforetold = $state(0); //: of so many containers the outlook is still being made
  shown = $state.raw<Shown | null>(null);
  live = $state.raw<Summary[]>([]); //: the rounds of the day, as they are driven
  proof = $state.raw<Proof | null>(null);
  frontier = $state.raw<Point[]>([]);
  policy = $state.raw<Holding | null>(null); //: the town's, that holds now
  #drawnOf = ""; //: the day of the frontier
  against = $state.raw<Against | null>(null);
  problem = $state.raw<Problem | null>(null);
  refused = $state(false); //: a plan was, since too little is known
  #missing: { missing_share?: number } = {}; //: how much may be unknown, as somebody said
  why = $state(""); //: why it could not be planned
  progress = $state<number | null>(null); //: share; null: nothing is computed
  cost = $state<number | null>(null); //: of the best so far
  readonly mayChange: boolean;
  #stop: AbortController | undefined;
  #again: ReturnType<typeof setInterval>;

  constructor(readonly town: Town) {
    this.mayChange = town.map?.may.includes("record") ?? false;
    this.#again = setInterval(() => document.hidden || void (this.unforetold ? this.load() : this.#follow()), AGAIN_MS);
    void this.load();
  }

  close(): void {
    this.#stop?.abort();
    clearInterval(this.#again);
  }

  get at(): string {
    return `${this.town.server.at}/waste`;
  }

  /** How a round is driven; undefined: it is not known yet. */
  lived(name: string): Summary | undefined {
    return this.live.find((one) => one.name === name);
  }

  vehicle(urn: string): string {
    return this.shown?.vehicles[urn]?.name ?? this.live.find((one) => one.vehicle === urn)?.vehicle_name ?? urn.split(":").at(-1)!;
  }

  async load(): Promise<void> {
    await this.#try(async () => {
      await this.#list();
      const name = this.shown?.name ?? this.plans?.[0]?.name;
      if (name) await this.open(name);
    });
  }

  async open(name: string): Promise<void> {
    await this.#try(async () => {
      this.shown = await this.town.server.ask<Shown>(`waste/plans/${name}`);
      [this.against, this.proof] = [null, null];
      await this.#follow();
    });
  }

  /**
   * Make a plan; what is computed already is called off.
   *
   * whatever: also where much of the town is not known, which is refused otherwise
   */
  async make(day: string, whatever = false): Promise<void> {
    this.#missing = whatever ? { missing_share: 1 } : {};
    this.refused = !(await this.#compute("plans", { day, ...this.#missing })) && this.why !== "" && !whatever;
  }

  async change(change: Change, told: string): Promise<void> {
    const before = this.shown!;
    const back = wayBack(before.plan.orders ?? {}, change);
    if (await this.#compute(`plans/${before.name}/change`, { ...change, version: before.version }))
      snack.say(told, () => void this.#compute(`plans/${before.name}/change`, { ...back, version: this.shown!.version }));
  }

  async draw(day: string): Promise<void> {
    this.#drawnOf = day;
    await this.#compute("frontier", { day, ...this.#missing });
    await this.#try(async () => void (this.policy = await this.town.server.ask<Holding>("waste/policy")));
  }

  /** Make a point of the frontier the town's policy; what held before can be put back. */
  async take(point: Point): Promise<void> {
    const before = this.policy!;
    const frontier = { day: this.#drawnOf, points: this.frontier };
    await this.#keep({ ...before.definition, overflow_cost: point.overflow_cost, frontier }, before.version);
    const now = this.policy!;
    if (now === before) return;
    const cost = `${number(point.overflow_cost)} ${now.definition.currency}`;
    snack.say(t("planTaken", { cost }), () => void this.#keep(before.definition, now.version));
  }

  async #keep(definition: Holding["definition"], version: number): Promise<void> {
    await this.#try(async () => {
      const kept = await this.town.server.askWith<Holding>("waste/policies/town", { definition, version }, "PUT");
      this.policy = { ...kept, usual: this.policy!.usual };
    });
  }

  cancel(): void {
    this.#stop?.abort();
    this.progress = null;
  }

  /** Say why a container is in the plan, or out. */
  explain = (container: string): Promise<Why> => this.town.server.ask<Why>(`waste/plans/${this.shown!.name}/why/${encodeURIComponent(container)}`);

  /** All of a round that its driver is told; undefined where it cannot be had. */
  async carried(name: string): Promise<Whole | undefined> {
    let round: Whole | undefined;
    await this.#try(async () => void (round = await this.town.server.ask<Whole>(`waste/rounds/${name}`)));
    return round;
  }

  async compare(other: string): Promise<void> {
    this.against = null;
    if (other) await this.#try(async () => void (this.against = await this.town.server.ask<Against>(`waste/plans/${this.shown!.name}/against/${other}`)));
  }

  async prove(name: string): Promise<void> {
    await this.#try(async () => void (this.proof = await this.town.server.ask<Proof>(`waste/rounds/${name}/deeds`)));
  }

  /** Give rounds to their drivers, or take one back. */
  async release(rounds: Planned[], deed: "release" | "recall" = "release"): Promise<void> {
    for (const { name } of rounds)
      await this.#try(async () => void (await ask<Whole>(`${this.at}/rounds/${name}/${deed}`, sending("POST", {}))));
    await this.open(this.shown!.name);
  }

  async #list(): Promise<void> {
    const told = await this.town.server.ask<{ plans: Listed[]; unforetold: number }>("waste/plans");
    [this.plans, this.unforetold] = [told.plans, told.unforetold];
  }

  /** How the rounds of the day are driven just now. */
  async #follow(): Promise<void> {
    const day = this.shown?.plan.day;
    if (!day) return;
    await this.#try(async () => void (this.live = (await this.town.server.ask<Rounds>(`waste/rounds?first=${day}&last=${day}`)).rounds));
  }

  async #compute(path: string, asked: object): Promise<boolean> {
    this.#stop?.abort();
    const { signal } = (this.#stop = new AbortController());
    [this.progress, this.cost, this.why] = [0, null, ""];
    try {
      const answer = await reach(`${this.at}/${path}`, { ...sending("POST", asked), signal });
      for await (const line of documentsOf<Line>(answer.body!)) this.#hear(line);
      if (this.plans && !this.why) await this.#list();
      await this.#follow();
    } catch (failure) {
      if (signal.aborted) return false;
      if (!(failure instanceof Problem)) throw failure;
      this.why = say(mistakeOf(failure).why);
    }
    this.progress = null;
    return !this.why;
  }

  #hear({ progress, cost, plan, frontier, problem }: Line): void {
    this.progress = progress ?? this.progress;
    if (cost !== undefined) this.cost = cost;
    if (plan) [this.shown, this.against] = [plan, null];
    if (frontier) this.frontier = frontier.map(({ overflow_cost, totals: { km, overflows } }) => ({ overflow_cost, km, overflows }));
    if (problem) this.why = reasonOf(new Problem(problem.status ?? 422, "serverAway", problem.detail ?? problem.title ?? "", problem)) || t("serverAway");
  }

  async #try(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.problem = null;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      if (this.shown) snack.say(reasonOf(failure) || t(failure.advice));
      else this.problem = failure;
    }
  }
}
