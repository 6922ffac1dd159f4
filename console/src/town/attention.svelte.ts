/** The assets that are not well, as a list that follows the live status. */

import { Again } from "../server/again";
import { Problem, type Server } from "../server/api";
import type { AbnormalAsset, Status } from "../server/types";
import { rank } from "./statuses";

const EVERY_MS = 4_000;
const THEN_EVERY_MS = 1_000; //: when the past is played

export class Attention {
  rows = $state.raw<AbnormalAsset[]>([]);
  known = $state(false);

  #askedAt_ms = -Infinity;
  readonly #asking = new Again(
    () => this.#fetch(),
    () => Math.max(200, this.#askedAt_ms + (this.moment() ? THEN_EVERY_MS : EVERY_MS) - performance.now()),
  );

  /**
   * moment: which is shown, null is now; statusOf: the status of an asset there, newer than the list's
   */
  constructor(
    readonly server: Server,
    readonly moment: () => Date | null,
    readonly statusOf: (id: number) => Status | undefined,
  ) {}

  close(): void {
    this.#asking.close();
  }

  /** A new alarm is in the list before the list is asked for again. */
  add(alarms: AbnormalAsset[]): void {
    const fresh = new Set(alarms.map(({ id }) => id));
    this.rows = this.#withStatusNow([...alarms, ...this.rows.filter(({ id }) => !fresh.has(id))]);
  }

  /** Let the list say what the live status says. */
  settle(): void {
    if (this.rows.some((row) => this.statusOf(row.id) !== row.status)) this.rows = this.#withStatusNow(this.rows);
  }

  /** Ask for the list soon, but not more often than it can be read. */
  ask(): void {
    this.#asking.ask();
  }

  async #fetch(): Promise<void> {
    this.#askedAt_ms = performance.now();
    const moment = this.moment();
    try {
      const rows = await (moment ? this.server.abnormalThen(moment) : this.server.abnormal());
      if (moment?.getTime() !== this.moment()?.getTime()) return this.ask();
      this.rows = this.#withStatusNow(rows);
      this.known = true;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.ask();
    }
  }

  /** Who is well again leaves the list. */
  #withStatusNow(rows: AbnormalAsset[]): AbnormalAsset[] {
    return rows
      .map((row) => ({ ...row, status: this.statusOf(row.id) ?? row.status }))
      .filter((row) => row.status !== 0)
      .sort((a, b) => rank(a.status) - rank(b.status) || (b.since ?? "").localeCompare(a.since ?? ""));
  }
}
