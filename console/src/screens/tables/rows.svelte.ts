/**
 * The rows of a table: the order of all, and how those looked at are now.
 *
 * The order stays while it is looked at; who fits meanwhile waits until it is asked for.
 */

import { Problem, type Server } from "../../server/api";
import type { TableAnswer, TableRow } from "../../server/types";

const FIRST = 100;
const TOGETHER = 200; //: rows in one question
const MOST_KEPT = 4_000;
const AGAIN_MS = 3_000;
const NEWS_MS = 20_000;

/** Who would be in the table now and is not, and the other way round. */
export interface News {
  came: number;
  went: number;
  moved: boolean;
  answer: TableAnswer;
}

/** A row, and for which columns it was asked. */
interface Kept {
  row: TableRow;
  columns: string;
}

export class Rows {
  ids = $state.raw<number[]>([]);
  total = $state(0);
  at = $state.raw<Date | null>(null); //: when the order was made
  known = $state(false);
  problem = $state.raw<Problem | null>(null);
  news = $state.raw<News | null>(null);

  #kept = $state.raw(new Map<number, Kept>());
  #server: Server;
  #type: string;
  #query: Record<string, string> = {};
  #order = "";
  #asked = new AbortController();
  #missing = new Set<number>(); //: being fetched
  #shown: [from: number, to: number] = [0, 0];
  #clocks: ReturnType<typeof setInterval>[];

  constructor(server: Server, type: string) {
    this.#server = server;
    this.#type = type;
    this.#clocks = [
      setInterval(() => void this.#again(), AGAIN_MS),
      setInterval(() => void this.#lookForNews(), NEWS_MS),
    ];
  }

  close(): void {
    this.#asked.abort();
    this.#clocks.forEach(clearInterval);
  }

  /** How an asset is; undefined while it is not known yet, or when it is gone. */
  row(id: number): TableRow | undefined {
    return this.#kept.get(id)?.row;
  }

  /** Ask anew: another query, or the same once more. */
  async load(query: Record<string, string> = this.#query): Promise<void> {
    this.#query = query;
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    this.problem = null;
    this.news = null;
    try {
      const wish = { ...query, limit: String(FIRST) };
      this.#take(await this.#server.table(this.#type, wish, signal));
    } catch (failure) {
      if (signal.aborted) return;
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    }
  }

  /** Look at some places of the order; what is not known of them is fetched. */
  async look(from: number, to: number): Promise<void> {
    this.#shown = [from, to];
    const columns = this.#query.columns;
    const unknown = this.ids
      .slice(from, to)
      .filter((id) => this.#kept.get(id)?.columns !== columns && !this.#missing.has(id));
    if (unknown.length > 0) await this.#fetch(unknown);
  }

  /** Put those who came where they belong, and let go who went. */
  takeNews(): void {
    if (this.news) this.#take(this.news.answer);
    this.news = null;
  }

  #take(answer: TableAnswer): void {
    this.total = answer.total;
    this.at = new Date(answer.at);
    this.#order = answer.order;
    if (answer.ids) this.ids = answer.ids;
    this.#missing.clear();
    this.#keep(answer.rows ?? []);
    this.known = true;
    void this.look(...this.#shown);
  }

  async #fetch(ids: number[]): Promise<void> {
    const query = this.#query;
    ids.forEach((id) => this.#missing.add(id));
    try {
      for (let start = 0; start < ids.length; start += TOGETHER) {
        const some = ids.slice(start, start + TOGETHER);
        const rows = await this.#server.tableRows(this.#type, some, this.#columns());
        if (query !== this.#query) return; // other columns are wanted by now
        this.#keep(rows);
      }
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure; // the next look tries again
    } finally {
      ids.forEach((id) => this.#missing.delete(id));
    }
  }

  /** Keep rows; of very many only these and those in sight. */
  #keep(rows: TableRow[]): void {
    const kept = new Map(this.#kept.size > MOST_KEPT ? this.#inSight() : this.#kept);
    const columns = this.#query.columns ?? "";
    for (const row of rows) kept.set(row.id, { row, columns });
    this.#kept = kept;
  }

  #inSight(): [number, Kept][] {
    return this.ids.slice(...this.#shown).flatMap((id) => {
      const kept = this.#kept.get(id);
      return kept ? [[id, kept] as [number, Kept]] : [];
    });
  }

  /** How those in sight are now. */
  async #again(): Promise<void> {
    const shown = this.ids.slice(...this.#shown);
    if (!document.hidden && shown.length > 0) await this.#fetch(shown);
  }

  async #lookForNews(): Promise<void> {
    if (document.hidden || !this.known || this.problem) return;
    const query = this.#query;
    const wish = { ...query, known: this.#order, limit: String(FIRST) };
    const answer = await this.#server.table(this.#type, wish).catch(() => null);
    if (answer?.ids && query === this.#query) this.news = newsOf(this.ids, answer, answer.ids);
  }

  #columns(): string[] {
    return (this.#query.columns ?? "").split(" ").filter((name) => name && !name.startsWith("."));
  }
}

function newsOf(before: number[], answer: TableAnswer, after: number[]): News {
  const old = new Set(before);
  const came = after.filter((id) => !old.has(id)).length;
  const went = before.length - (after.length - came);
  return { came, went, moved: came + went === 0, answer };
}
