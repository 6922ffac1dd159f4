/** One municipality as the console sees it: its map, its state now, what is chosen. */

import { SvelteSet } from "svelte/reactivity";
import { formats } from "../language/formats.svelte";
import { now } from "../now.svelte";
import { outbox } from "../offline/outbox.svelte";
import { remember } from "../offline/seen";
import { updates } from "../offline/updates.svelte";
import { Problem, serverOf, type Server } from "../server/api";
import { Live, type Link } from "../server/live";
import type {
  AbnormalAsset,
  AlarmEvent,
  Asset,
  Frame,
  Layer,
  Location,
  Patch,
  Status,
  TownMap,
} from "../server/types";
import { Views } from "../views/views.svelte";
import { Assets, type Change, type Tally } from "./assets";
import { Attention } from "./attention.svelte";
import { shareOf } from "./levels";

const COUNT_EVERY_MS = 500;
const REMEMBER_EVERY_MS = 300_000;

/** What the map may want to know at once, without waiting for a redraw. */
export interface Watcher {
  reloaded(): void;
  changed(changes: Change[]): void;
  heard?(ids: number[]): void; //: of these, whatever it was
}

/** What has just become abnormal, though it may not be shown. */
export interface News {
  alarms: AbnormalAsset[];
  count: number;
}

/** An asset pointed at, from wherever it was found. */
export interface Pointed {
  id: number;
  location: Location | null;
}

export class Town {
  readonly server: Server;
  readonly views: Views;
  readonly assets = new Assets();

  map = $state.raw<TownMap | null>(null);
  problem = $state.raw<Problem | null>(null);
  tallies = $state.raw<Tally[]>([]);

  moment = $state.raw<Date | null>(null); //: of the past, shown instead of now
  filmedAt = $state.raw<Date | null>(null); //: what is shown then; earlier in a gap
  absent = new Set<number>(); //: assets of today that were not there
  news = $state.raw<News | null>(null);
  handledChanges = $state(0); //: grows whenever people did something about alarms
  waits = $state(0); //: so many orders wait for the consent of who looks

  link = $state<Link>("connecting");
  rate = $state(0);
  heardAt = $state.raw<Date | null>(null);

  selected = $state.raw<Pointed | null>(null);
  selectedChanges = $state(0); //: grows whenever the chosen asset changed
  marked = $state.raw<Pointed[]>([]); //: ringed on the map, beside the chosen one
  bringMarked = true; //: they are brought into view
  bounds = $state.raw<[west: number, south: number, east: number, north: number] | null>(null); //: of the map
  hiddenLayers = new SvelteSet<number>();
  hiddenStatuses = new SvelteSet<Status>();
  valued = $state<number | null>(null); //: the layer coloured by its values

  #attention: Attention;
  #watchers = new Set<Watcher>();
  #live: Live | null = null;
  #seq = 0;
  #epoch = "";
  #counting: ReturnType<typeof setTimeout> | undefined;
  #remembering: ReturnType<typeof setInterval>;
  #closed = false;
  #mapsAsked = 0;
  #mapShown = 0; //: the turn of the one shown; answers may come in another order

  constructor(readonly city: string) {
    this.server = serverOf(city);
    this.views = new Views(this.server);
    const statusOf = (id: number) => this.assets.statusOf(id);
    this.#attention = new Attention(this.server, () => this.moment, statusOf);
    this.#remembering = setInterval(this.#remember, REMEMBER_EVERY_MS);
    addEventListener("pagehide", this.#remember);
  }

  /** Load the map and the state, then follow the changes. */
  async open(): Promise<void> {
    this.problem = null;
    try {
      const [show] = await Promise.all([this.#readMap(), this.moment ? null : this.#reload()]);
      if (this.#closed) return;
      show();
      this.#count();
      this.#live ??= new Live(() => this.server.live(this.#seq, this.#epoch), {
        frame: (frame) => this.#heard(frame),
        link: (link) => this.#linked(link),
      });
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    }
  }

  /** Read again what the municipality says of itself. Raises Problem. */
  async rename(): Promise<void> {
    (await this.#readMap())();
  }

  /** Return how to show what was read, which does nothing where something newer is shown. */
  async #readMap(): Promise<() => void> {
    const turn = ++this.#mapsAsked;
    const map = await this.server.map();
    return () => {
      if (turn < this.#mapShown) return;
      this.#mapShown = turn;
      this.map = map;
      formats.townZone = map.timezone;
    };
  }

  close(): void {
    this.#closed = true;
    this.#live?.close();
    clearInterval(this.#remembering);
    removeEventListener("pagehide", this.#remember);
    clearTimeout(this.#counting);
    this.#attention.close();
  }

  tryNow(): void {
    this.#live?.tryNow();
  }

  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** The assets that are not well, the worst first. */
  get abnormal(): AbnormalAsset[] {
    return this.#attention.rows;
  }

  /** Whether that is known yet. */
  get abnormalKnown(): boolean {
    return this.#attention.known;
  }

  layer(index: number): Layer | undefined {
    return this.map?.layers.find((layer) => layer.layer === index);
  }

  /** Tell whether the filters let an asset through. */
  shows(layer: number, status: Status): boolean {
    return !this.hiddenLayers.has(layer) && !this.hiddenStatuses.has(status);
  }

  /** Ring some assets on the map, until others are; `bring` them into view. */
  mark(assets: Pointed[], bring = true): void {
    this.marked = assets;
    this.bringMarked = bring;
  }

  /** Colour the assets of a type by their main value, if it is a share; null colours by status only. */
  colourBy(type: string | null): void {
    const layer = this.map?.layers.find((one) => one.type === type && shareOf(one));
    this.valued = this.assets.valued = layer?.layer ?? null;
  }

  select(asset: Pointed | null): void {
    this.selected = asset;
  }

  /** The time by which what is shown is told. */
  get clock(): Date {
    return this.moment ?? now.at;
  }

  /** Everything about an asset, at the moment shown. */
  asset(id: number): Promise<Asset> {
    return this.moment ? this.server.assetThen(id, this.moment) : this.server.asset(id);
  }

  /** Show everything as it was. Raises Problem, and then shows what it showed. */
  async goBack(to: Date): Promise<void> {
    const changes = this.moment && (await this.server.changesThen(this.moment, to));
    if (changes && "ids" in changes) {
      this.#atMoment(to, changes.at);
      this.#change({ t: "patch", seq: this.#seq, ...changes });
    } else {
      const snapshot = await this.server.stateThen(to);
      this.#atMoment(to, snapshot.at);
      this.absent = new Set(snapshot.absent);
      this.assets.load({ ...snapshot, seq: this.#seq, epoch: this.#epoch });
      this.#shownAnew();
    }
    this.selectedChanges++;
  }

  /** Show everything as it is. Raises Problem, and then shows what it showed. */
  async goLive(): Promise<void> {
    await this.#reload();
    this.selectedChanges++;
  }

  #atMoment(moment: Date, filmed: string): void {
    this.moment = moment;
    this.filmedAt = new Date(filmed);
  }

  #heard(frame: Frame): void {
    this.heardAt = new Date();
    switch (frame.t) {
      case "hello": // a resync follows when the server cannot go on from where we were
        if (frame.version !== this.map?.version) void this.open(); // it was read before
        break;
      case "patch":
        if (!this.moment) this.#patch(frame);
        break;
      case "event":
        this.#alarm(frame);
        break;
      case "handled":
        this.#handled();
        break;
      case "waits":
        this.waits = frame.count;
        break;
      case "beat":
        this.rate = frame.rate;
        break;
      case "resync":
        if (!this.moment) void this.#resync();
        break;
      case "invalidate":
        void this.open();
        break;
    }
  }

  /** What happens to the line happens to deeds that wait and to what is remembered too. */
  #linked(link: Link): void {
    const before = this.link;
    this.link = link;
    if (link === "live" && before !== "live") {
      void outbox.send(this.city);
      this.#handled(); // what others did meanwhile was not told
      updates.look(); // a server that was away may be a newer one
    }
    if (link === "offline" && before !== "offline") this.#remember();
  }

  /** Remember how everything is, for a visit without network. */
  #remember = (): void => {
    if (!this.map || !this.heardAt) return;
    const { paths } = this.server;
    const asOf = this.heardAt;
    const state = { seq: this.#seq, epoch: this.#epoch, ...this.assets.columns() };
    void remember(paths.map, this.map, asOf);
    void remember(paths.state, state, asOf);
    if (this.abnormalKnown) void remember(paths.abnormal, this.abnormal, asOf);
  };

  #patch(patch: Patch): void {
    this.#seq = patch.seq;
    this.#change(patch);
  }

  /** Somebody did something about alarms. */
  #handled(): void {
    this.handledChanges++;
    if (!this.moment) this.#attention.ask();
  }

  /** A new alarm is told, and listed at once. */
  #alarm({ alarms, more }: AlarmEvent): void {
    this.news = { alarms, count: alarms.length + more };
    if (this.moment) return;
    this.#attention.add(alarms);
  }

  #change(patch: Patch): void {
    const changes = this.assets.apply(patch);
    for (const watcher of this.#watchers) {
      watcher.changed(changes);
      watcher.heard?.(patch.ids);
    }
    if (this.selected && patch.ids.includes(this.selected.id)) this.selectedChanges++;
    if (changes.some(({ was, is }) => was !== is)) this.#attention.ask();
    this.#counting ??= setTimeout(() => this.#count(), COUNT_EVERY_MS);
  }

  /** Begin anew from a snapshot; when that fails, connecting again brings us back here. */
  async #resync(): Promise<void> {
    try {
      await this.#reload();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.#live?.tryLater();
    }
  }

  async #reload(): Promise<void> {
    const { said: snapshot, asOf } = await this.server.state();
    this.#seq = snapshot.seq;
    this.#epoch = snapshot.epoch;
    this.moment = this.filmedAt = null;
    this.absent = new Set();
    this.assets.load(snapshot);
    this.#live?.resume(this.#seq, this.#epoch); // what came while it was read is told again
    this.heardAt = asOf ?? new Date();
    this.#shownAnew();
  }

  #shownAnew(): void {
    for (const watcher of this.#watchers) watcher.reloaded();
    this.#count();
    this.#attention.ask();
  }

  #count(): void {
    this.#counting = undefined;
    const layers = this.map?.layers ?? [];
    const size = Math.max(0, ...layers.map((layer) => layer.layer + 1));
    this.tallies = this.assets.tally(size);
    this.#attention.settle();
  }
}
