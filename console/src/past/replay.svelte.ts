/** Looking back: which moment is shown, and how the past is played. */

import { Problem } from "../server/api";
import type { Alarm } from "../server/types";
import type { Pointed, Town } from "../town/town.svelte";
import { span_ms, windowAround, type Span } from "./span";

/** Seconds of the past that are played in a second. */
export const SPEEDS = [60, 600, 3_600] as const;
/** How much of the past the bar shows, h. */
export const RANGES = [24, 168, 720, 2_160] as const;

const FRAME_MS = 500;
const HOUR_MS = 3_600_000;
const JUST_NOW_MS = 15_000; //: what is not longer ago is live

export class Replay {
  playing = $state(false);
  speed = $state<(typeof SPEEDS)[number]>(SPEEDS[1]);
  range = $state<(typeof RANGES)[number]>(RANGES[0]);
  end = $state.raw(new Date()); //: of what the bar shows
  chosen = $state.raw<Span | null>(null); //: the part that is played
  filmed = $state.raw<Span[]>([]); //: what can be shown
  missed = $state(0); //: alarms that opened while one looked back
  problem = $state.raw<Problem | null>(null);

  #wanted: Date | "now" | null = null;
  #going: Promise<void> | null = null;
  #next: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly town: Town) {}

  get at(): Date | null {
    return this.town.moment;
  }
  get start(): Date {
    return new Date(this.end.getTime() - this.range * HOUR_MS);
  }
  get first(): Date | null {
    return this.filmed[0]?.from ?? null;
  }

  close(): void {
    clearTimeout(this.#next);
  }

  /** Learn what can be shown. */
  async learn(): Promise<void> {
    const { spans } = await this.town.server.filmed();
    this.filmed = spans.map(([from, to]) => ({ from: new Date(from), to: new Date(to) }));
  }

  /** Show a moment; of several asked for quickly the last one counts. */
  goTo(moment: Date): Promise<void> {
    if (!this.town.moment) this.missed = 0;
    return this.#go(this.#withinFilm(moment));
  }

  /** Show what is now. */
  async live(): Promise<void> {
    this.pause();
    this.chosen = null;
    await this.#go("now");
    if (!this.town.moment) this.follow();
  }

  /** Go there once what is on its way has arrived, so that the last one asked for stays. */
  #go(to: Date | "now"): Promise<void> {
    this.#wanted = to;
    return (this.#going ??= this.#goOn().finally(() => (this.#going = null)));
  }

  async #goOn(): Promise<void> {
    while (this.#wanted) {
      const to: Date | "now" = this.#wanted;
      this.#wanted = null;
      await this.#attempt(() => (to === "now" ? this.town.goLive() : this.#show(to)));
    }
  }

  /** Let the bar end now. */
  follow(): void {
    this.end = new Date();
    this.missed = 0;
  }

  step(by_ms: number): Promise<void> {
    return this.goTo(new Date((this.at ?? new Date()).getTime() + by_ms));
  }

  choose(span: Span | null): void {
    this.chosen = span && span_ms(span) > 0 ? span : null;
  }

  toggle(): void {
    if (this.playing) this.pause();
    else void this.play();
  }

  pause(): void {
    this.playing = false;
    clearTimeout(this.#next);
  }

  /** Play on from here; from the beginning where the end was reached. */
  async play(): Promise<void> {
    const { from, to } = this.#played();
    this.playing = true;
    if (!this.at || this.at < from || this.at >= to) await this.goTo(from);
    this.#frame();
  }

  /** Go to the next alarm that the filters let through, or the one before; null: there is none. */
  async toAlarm(way: 1 | -1): Promise<Pointed | null> {
    this.pause();
    await this.#going; // from where one is going to
    let found: Alarm | undefined;
    await this.#attempt(async () => {
      found = (await this.town.server.alarms(this.#nextAlarm(way))).items[0];
    });
    if (!found) return null;
    await this.goTo(new Date(found.opened_at));
    return { id: found.id, location: found.location };
  }

  /** Ask for one alarm, on this or that side of the moment shown. */
  #nextAlarm(way: 1 | -1): Record<string, string> {
    const { hiddenLayers, hiddenStatuses, map } = this.town;
    const statuses = ([1, 2] as const).filter((status) => !hiddenStatuses.has(status));
    const layers = (map?.layers ?? []).filter(({ layer }) => !hiddenLayers.has(layer));
    return {
      state: "all",
      limit: "1",
      sort: "since",
      order: way > 0 ? "asc" : "desc",
      [way > 0 ? "after" : "before"]: (this.at ?? new Date()).toISOString(),
      status: String(statuses.length ? statuses : [2]),
      layer: layers.map(({ layer }) => layer).join(","),
    };
  }

  async #show(moment: Date): Promise<void> {
    await this.town.goBack(moment);
    this.end = windowAround(moment, this.end, this.range * HOUR_MS, new Date());
  }

  /** One frame of the play; the next one follows when this one is shown. */
  #frame(): void {
    if (!this.playing || !this.at) return this.pause();
    const began_ms = performance.now();
    const { to } = this.#played();
    const next = new Date(Math.min(this.at.getTime() + (this.speed * FRAME_MS), to.getTime()));
    void this.goTo(next).then(() => {
      if (!this.playing) return;
      if (this.problem) return this.pause();
      if (next >= to) return this.#ended(to);
      const wait_ms = Math.max(0, FRAME_MS - (performance.now() - began_ms));
      this.#next = setTimeout(() => this.#frame(), wait_ms);
    });
  }

  #ended(at: Date): void {
    this.pause();
    if (Date.now() - at.getTime() < JUST_NOW_MS) void this.live();
  }

  #played(): Span {
    return this.chosen ?? { from: this.start, to: new Date() };
  }

  /** Nothing can be shown before the beginning, nor after now. */
  #withinFilm(moment: Date): Date {
    const first_ms = this.first?.getTime() ?? -Infinity;
    return new Date(Math.min(Date.now(), Math.max(first_ms, moment.getTime())));
  }

  async #attempt(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
      this.problem = null;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    }
  }
}
