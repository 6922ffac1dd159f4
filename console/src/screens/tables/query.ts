/** What a table shows, as its address says it. */

import { readFilter, writeFilter, type Condition } from "./filter";

export interface ShownColumn {
  name: string;
  width: number | null; //: px; null is what suits it
}

export interface SortKey {
  column: string;
  descending: boolean;
}

export interface Query {
  columns: ShownColumn[] | null; //: null are those that suit the type
  sort: SortKey[] | null; //: null is the worst first
  filter: Condition[];
  broken: string; //: a filter nobody can read, as it stands in the address
  words: string;
  bbox: string; //: west, south, east, north; empty is everywhere
}

export const WORST_FIRST: SortKey[] = [{ column: ".state", descending: true }];

/** Read a table's query from an address. */
export function readQuery(said: URLSearchParams): Query {
  const filter = said.get("filter") ?? "";
  const read = readFilter(filter);
  return {
    columns: columnsIn(said.get("columns")),
    sort: said.has("sort") ? words(said.get("sort")).map(keyOf) : null,
    filter: read ?? [],
    broken: read ? "" : filter,
    words: said.get("q") ?? "",
    bbox: said.get("bbox") ?? "",
  };
}

/** Write a query for an address; null for what needs no word. */
export function writeQuery(query: Query): Record<string, string | null> {
  return {
    columns: query.columns?.map(({ name, width }) => (width ? `${name} ${width}` : name)).join(" ") ?? null,
    sort: query.sort?.map(written).join(" ") ?? null,
    filter: writeFilter(query.filter) || query.broken || null,
    q: query.words || null,
    bbox: query.bbox || null,
  };
}

/** What the server is asked: the same, without widths. */
export function asked(query: Query, columns: string[]): Record<string, string> {
  const said = {
    ...writeQuery({ ...query, sort: query.sort ?? WORST_FIRST }),
    columns: columns.join(" "),
  };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value)) as Record<string, string>;
}

/** Sort by a column, or the other way round, or no more; the first way suits the column. */
export function sortedBy(sort: SortKey[], column: string, descendingFirst: boolean, add: boolean): SortKey[] {
  const before = sort.find((key) => key.column === column);
  const others = add ? sort.filter((key) => key !== before) : [];
  if (before && (add || sort.length === 1) && before.descending !== descendingFirst) return others;
  const descending = before ? !before.descending : descendingFirst;
  const turned = { column, descending };
  return add && before ? sort.map((key) => (key === before ? turned : key)) : [...others, turned];
}

const words = (text: string | null) => (text ?? "").split(/\s+/).filter(Boolean);

const keyOf = (word: string): SortKey =>
  word.startsWith("-") ? { column: word.slice(1), descending: true } : { column: word, descending: false };

const written = ({ column, descending }: SortKey) => (descending ? `-${column}` : column);

/** Names, each perhaps with its width behind it; no name begins with a digit. */
function columnsIn(text: string | null): ShownColumn[] | null {
  if (text === null) return null;
  const columns: ShownColumn[] = [];
  for (const word of words(text)) {
    const last = columns.at(-1);
    if (/^\d+$/.test(word) && last) last.width = Math.min(800, Math.max(48, Number(word)));
    else if (!columns.some(({ name }) => name === word)) columns.push({ name: word, width: null });
  }
  return columns;
}
