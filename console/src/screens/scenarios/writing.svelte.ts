/** A scenario while it is written: its steps, what can be chosen, what the server complains of. */

import { getContext, setContext } from "svelte";
import { inScript, say, t } from "../../language/language.svelte";
import { Deeds } from "../../parts/form/deeds.svelte";
import type { Part, Word, Writing } from "../../parts/form/grammar";
import { put } from "../../parts/form/place";
import { Steps } from "../../parts/form/steps.svelte";
import { Problem } from "../../server/api";
import type { Field, Layer } from "../../server/types";
import type { Town } from "../../town/town.svelte";
import { spelled } from "../../town/values";
import type { Written as WrittenDown } from "../../work-orders/types";
import type { Calendar } from "../calendars/types";
import { TYPES, type Checklist } from "../work-orders/types";
import { PHASES } from "../calendars/grammar";
import Area from "./Area.svelte";
import DecisionGrid from "./DecisionGrid.svelte";
import { ACTIONS, CONDITIONS, LOGIC, TRIGGERS } from "./grammar";
import Hook from "./Hook.svelte";
import Limit from "./Limit.svelte";
import Logic from "./Logic.svelte";
import { COMPARISONS } from "./logic";
import type { Definition, Listed } from "./types";
import Values from "./Values.svelte";

const HERE = Symbol("which scenario is written, and of which town");

/** What the forms of a scenario's parts know beside it. */
interface Here {
  town: Town;
  name: string; //: of the scenario; empty: it is new
}

export const setHere = (here: Here): Here => setContext(HERE, here);
export const scenarioHere = (): Here => getContext(HERE);

const SEVERITIES = ["informational", "low", "medium", "high", "critical"] as const;
const PRIORITIES = ["low", "normal", "high", "urgent"] as const;
const GRAMMARS = { triggers: TRIGGERS, conditions: CONDITIONS, logic: LOGIC, actions: ACTIONS };
const OWN = { expression: Logic, limit: Limit, values: Values, decision: DecisionGrid, area: Area, hook: Hook };

type Listing = WrittenDown<Checklist>;

export class Written {
  readonly steps: Steps<Definition>;
  readonly form = new Deeds();
  #checklists = $state.raw<Listing[]>([]);
  held = $state.raw(new Map<string, boolean>()); //: by place, whether a condition held

  /** first: as the server has it; fixed: it is only read */
  constructor(
    readonly town: Town,
    readonly first: Definition,
    readonly calendars: Calendar[],
    readonly others: Listed[],
    readonly fixed: boolean,
  ) {
    this.steps = new Steps(first);
    void this.#loadChecklists();
  }

  async #loadChecklists(): Promise<void> {
    try {
      this.#checklists = (await this.town.server.ask<{ checklists: Listing[] }>("checklists")).checklists;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure; // they are called by their names then
    }
  }

  get definition(): Definition {
    return this.steps.now;
  }

  get changed(): boolean {
    return this.steps.now !== this.first;
  }

  get writing(): Writing {
    return {
      grammars: GRAMMARS,
      own: OWN,
      words: (from) => this.#words[from]?.() ?? [],
      field: (beside) => this.field(beside),
      held: (place) => this.held.get(place.join()),
      mistake: this.form.mistake,
      fixed: this.fixed,
      change: (place, value) => this.change(put(this.definition, place.slice(1), value) as Definition, place.join()),
    };
  }

  change(next: Definition, where = ""): void {
    this.steps.change(next, where);
    this.held = new Map();
  }

  /** What an attribute is, as the types it is about describe it. */
  field(beside: Part): Field | undefined {
    const observed = this.definition.triggers.map(({ attribute }) => attribute).find(Boolean);
    const named = String(beside.attribute ?? "").replace(/^entity\./, "");
    const attribute = named === "value" ? observed : named;
    return this.#fields.find((field) => field.attribute === attribute);
  }

  /** What people call an attribute, or what an expression asks about. */
  titleOf(subject: string): string {
    return this.#subjects.find(({ value }) => value === subject || value === `entity.${subject}`)?.title ?? spelled(subject.replace(/^entity\./, ""));
  }

  /** What people call something that was chosen from a list. */
  word(from: string, value: unknown): string {
    return this.#words[from]?.().find((word) => word.value === value)?.title ?? String(value ?? "");
  }

  get #layers(): Layer[] {
    const types = this.definition.scope?.types ?? [];
    const all = this.town.map?.layers ?? [];
    return types.length > 0 ? all.filter(({ type }) => types.includes(type)) : all;
  }

  get #fields(): Field[] {
    return this.#layers.flatMap(({ fields }) => fields);
  }

  get #attributes(): Word[] {
    const titles = new Map(this.#fields.map(({ attribute, title }) => [attribute, say(title) || spelled(attribute)]));
    return [...titles].map(([value, title]) => ({ value, title }));
  }

  get #subjects(): Word[] {
    return [
      { value: "value", title: t("scenSubject_value") },
      ...this.#attributes.map(({ value, title }) => ({ value: `entity.${value}`, title })),
      ...(["hour", "weekday", "time"] as const).map((word) => ({ value: `local.${word}`, title: t(`scenSubject_${word}`) })),
    ];
  }

  #words: Record<string, () => Word[]> = {
    types: () => (this.town.map?.layers ?? []).map(({ type, title }) => ({ value: type, title: inScript(say(title), null) })),
    attributes: () => this.#attributes,
    subjects: () => this.#subjects,
    comparisons: () => Object.entries(COMPARISONS).map(([value, word]) => ({ value, title: t(`scenComparison_${word}`) })),
    severities: () => SEVERITIES.map((value) => ({ value, title: t(`scenSeverity_${value}`) })),
    priorities: () => PRIORITIES.map((value) => ({ value, title: t(`scenPriority_${value}`) })),
    alarmStates: () => (["raised", "cleared"] as const).map((value) => ({ value, title: t(`scenAlarm_${value}`) })),
    goes: () => (["in", "out"] as const).map((value) => ({ value, title: t(`scenGoes_${value}`) })),
    phases: () => PHASES.map((value) => ({ value, title: t(`phase_${value}`) })),
    calendars: () => this.calendars.map(({ name, definition }) => ({ value: name, title: say(definition.title) || name })),
    calendarsOrNone: () => [{ value: "", title: t("scenAlways") }, ...this.#words.calendars!()],
    scenarios: () => this.others.map(({ name, title }) => ({ value: name, title: say(title) || name })),
    scenariosOrThis: () => [{ value: "", title: t("scenThisOne") }, ...this.#words.scenarios!()],
    workTypes: () => TYPES.map((value) => ({ value, title: t(`workType_${value}`) })),
    checklistsOrFitting: () => [
      { value: "", title: t("workTakenFitting") },
      ...this.#checklists.map(({ name, definition }) => ({ value: name, title: say(definition.title) || name })),
    ],
    commands: () => [...new Map(this.#layers.flatMap(({ orders }) => orders).map((order) => [order.command, say(order.title)]))].map(([value, title]) => ({ value, title })),
  };
}
