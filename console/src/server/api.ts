/** The questions the server answers. */

import type { Answer, Boards, Panel } from "../boards/types";
import type { Key } from "../language/language.svelte";
import { foreseen } from "../offline/foreseen";
import { outbox } from "../offline/outbox.svelte";
import type { NewDeed } from "../offline/queue";
import { read } from "../offline/store";
import { ask, askDated, Problem, reach, sending } from "./ask";
import type {
  AbnormalAsset,
  AlarmCounts,
  AlarmPage,
  Asset,
  ChangesThen,
  ColumnValues,
  Command,
  Document,
  Draft,
  FoundAsset,
  Habit,
  HeldCommand,
  History,
  Kin,
  LogEntry,
  Municipality,
  Observation,
  Page,
  Person,
  Relations,
  Snapshot,
  SnapshotThen,
  States,
  TableAnswer,
  TableRow,
  TownMap,
  WaitingCommand,
} from "./types";

export { mistakeOf, Problem } from "./ask";

/** Come in with a key, an account or a link; what opens becomes a cookie. Raises Problem. */
export const signIn = <T = unknown>(entry: Record<string, string>) => ask<T>("/api/session", sending("POST", entry));

export const signOut = () => ask<void>("/api/session", { method: "DELETE" });

/** Whom a link invites. Raises Problem where it is used up. */
export const invited = (word: string) =>
  ask<{ login: string; name: string }>(`/api/session/links/${encodeURIComponent(word)}`);

/** What is asked of one's own account, whichever municipality is shown. */
export const own = {
  ask: <T>(path: string) => ask<T>(`/api/session/${path}`),
  do: <T = void>(method: "POST" | "PUT" | "DELETE", path: string, body: unknown = null) =>
    ask<T>(`/api/session/${path}`, { ...sending("PUT", body), method }),
};

/** Who is here, what is open, and whether one can sign in elsewhere. */
export interface Here {
  cities: Municipality[];
  person: Person | null;
  provider: boolean;
}

/** Tell who is here, and which municipalities are open in this browser. */
export async function whoIsHere(): Promise<Here> {
  try {
    return await ask<Here>("/api/session");
  } catch (problem) {
    if (problem instanceof Problem && problem.atTheDoor) return { cities: [], person: null, provider: false };
    throw problem;
  }
}

/** The questions one municipality answers. */
export function serverOf(city: string) {
  const at = `/api/${encodeURIComponent(city)}`;
  return {
    at,
    /** Ask something of a screen's own. */
    ask: <T>(path: string, signal?: AbortSignal) => ask<T>(`${at}/${path}`, { signal }),
    /** Ask, or do, what makes sense only while somebody looks. */
    askWith: <T>(path: string, body: unknown, method: "POST" | "PUT" | "DELETE" = "POST") =>
      ask<T>(`${at}/${path}`, method === "DELETE" ? { method } : sending(method, body)),
    /** Do something now, or when the network is back; once. */
    do: <T>(deed: Omit<NewDeed, "city">) => outbox.do<T>({ city, ...deed }),
    /** The last of what was done to this and waits for the network. */
    waiting: (path: string) => outbox.waiting(city, path),
    paths: { map: `${at}/map`, state: `${at}/state`, abnormal: abnormalAt(at) },
    map: () => ask<TownMap>(`${at}/map`),
    state: () => askDated<Snapshot>(`${at}/state`),
    abnormal: () => ask<AbnormalAsset[]>(abnormalAt(at)),
    asset: (id: number, signal?: AbortSignal) => ask<Asset>(`${at}/assets/${id}`, { signal }),
    search: (q: string, signal: AbortSignal) =>
      ask<FoundAsset[]>(`${at}/search?${new URLSearchParams({ q, limit: "20" })}`, { signal }),
    history: (id: number, query: Record<string, string>, signal: AbortSignal) =>
      ask<History>(`${at}/assets/${id}/history?${new URLSearchParams(query)}`, { signal }),
    states: (id: number, query: Record<string, string>, signal: AbortSignal) =>
      ask<States>(`${at}/assets/${id}/states?${new URLSearchParams(query)}`, { signal }),
    observations: (id: number, query: Record<string, string>) =>
      ask<Page<Observation>>(`${at}/assets/${id}/observations?${new URLSearchParams(query)}`),
    /** Where all observations of some attributes in a time are, as a file. */
    observationsFile: (id: number, query: [string, string][]) =>
      `${at}/assets/${id}/observations.csv?${new URLSearchParams(query)}`,
    log: (id: number, query: [string, string][], signal?: AbortSignal) =>
      ask<Page<LogEntry>>(`${at}/assets/${id}/log?${new URLSearchParams(query)}`, { signal }),
    relations: (id: number) => ask<Relations>(`${at}/assets/${id}/relations`),
    members: (id: number, relation: string, query: Record<string, string>) =>
      ask<{ items: Kin[]; count: number }>(
        `${at}/assets/${id}/relations/${encodeURIComponent(relation)}?${new URLSearchParams(query)}`,
      ),
    commands: (id: number, query: Record<string, string>) =>
      ask<Page<Command>>(`${at}/assets/${id}/commands?${new URLSearchParams(query)}`),
    /** Tell an asset something; the same token is carried out once. */
    order: (id: number, order: string, value: unknown, token: string, until: string | null = null) =>
      ask<{ id: string }>(`${at}/assets/${id}/commands`, sending("POST", { order, value, token, until })),
    waitingCommands: (entity: string) =>
      ask<WaitingCommand[]>(`${at}/commands/waiting?${new URLSearchParams({ entity })}`),
    heldCommands: (entity: string) => ask<HeldCommand[]>(`${at}/commands/held?${new URLSearchParams({ entity })}`),
    /** Agree to a command of somebody else, or refuse it. */
    decideCommand: (id: string, agreed: boolean, reason: string) =>
      ask<void>(`${at}/commands/waiting/${id}`, sending("POST", { agreed, reason })),
    /** Let what holds for a while end then; without a moment, now. */
    endCommand: (id: string, until: string | null) =>
      ask<void>(`${at}/commands/held/${id}`, sending("POST", { until })),
    /** Which spans of time can be shown. */
    filmed: () => ask<{ spans: [string, string][] }>(`${at}/past`),
    stateThen: (then: Date) => ask<SnapshotThen>(`${at}/past/state?at=${then.toISOString()}`),
    changesThen: (from: Date, to: Date) =>
      ask<ChangesThen>(`${at}/past/changes?from=${from.toISOString()}&to=${to.toISOString()}`),
    abnormalThen: (then: Date) => ask<AbnormalAsset[]>(`${abnormalAt(`${at}/past`)}&at=${then.toISOString()}`),
    assetThen: (id: number, then: Date) =>
      ask<Asset>(`${at}/past/assets/${id}?at=${then.toISOString()}`),
    alarms: (query: Record<string, string>, signal?: AbortSignal) =>
      ask<AlarmPage>(`${at}/alarms?${new URLSearchParams(query)}`, { signal }),
    alarmCounts: (query: Record<string, string>) =>
      ask<AlarmCounts>(`${at}/alarms/counts?${new URLSearchParams(query)}`),
    /** Where the alarms lie as a table. */
    alarmTable: (query: Record<string, string>) => `${at}/alarms.csv?${new URLSearchParams(query)}`,
    table: (type: string, query: Record<string, string>, signal?: AbortSignal) =>
      ask<TableAnswer>(`${at}/tables/${encodeURIComponent(type)}?${new URLSearchParams(query)}`, { signal }),
    tableRows: (type: string, ids: number[], columns: string[]) =>
      ask<TableRow[]>(
        `${at}/tables/${encodeURIComponent(type)}/rows?` +
          new URLSearchParams({ ids: ids.join(","), columns: columns.join(" ") }),
      ),
    tableColumns: (type: string) => ask<Habit[]>(`${at}/tables/${encodeURIComponent(type)}/columns`),
    columnValues: (type: string, column: string) =>
      ask<ColumnValues>(
        `${at}/tables/${encodeURIComponent(type)}/values?${new URLSearchParams({ column })}`,
      ),
    /** A table or a history as a file; its body arrives while it is made. */
    tableFile: (type: string, what: "export" | "history", wanted: unknown, signal: AbortSignal) =>
      reach(`${at}/tables/${encodeURIComponent(type)}/${what}`, { ...sending("POST", wanted), signal }),
    boards: () => ask<Boards>(`${at}/boards`),
    /** Answer the questions of many panels, in their order. */
    panels: (panels: Panel[], signal: AbortSignal) =>
      ask<{ at: string; answers: Answer[] }>(`${at}/panels`, { ...sending("POST", { panels }), signal }),
    /** Set what the town wants a figure to be; null returns to what is offered. */
    setTarget: (name: string, target: number | null) =>
      ask<void>(`${at}/targets/${name}`, sending("PUT", { target })),
    /** What people keep of a kind, with what waits to be sent. */
    documents: async <D>(kind: string) =>
      foreseen(await ask<Document<D>[]>(`${at}/documents/${kind}`), await read(), city, `documents/${kind}/`),
    /**
     * Keep a document, now or when the network is back; version is that of the one it replaces,
     * 0 where there is none.
     */
    keep: async <D>(kind: string, id: string, draft: Draft<D>): Promise<Document<D>> => {
      const title = { key: "deedDocument", values: { title: draft.title } } as const;
      const path = `documents/${kind}/${id}`;
      const { answer } = await outbox.do<Document<D>>({ city, method: "PUT", path, body: draft, title });
      return answer ?? { id, ...draft, modified_at: new Date().toISOString(), waits: true };
    },
    drop: async (kind: string, id: string, title = id): Promise<void> => {
      const said = { key: "deedDropped", values: { title } } as const;
      await outbox.do({ city, method: "DELETE", path: `documents/${kind}/${id}`, body: null, title: said });
    },
    /** Where tiles are; a new version is a new address, so that they may be kept. */
    tiles: (version: number, fresh?: number) =>
      `${location.origin}${at}/tiles/{z}/{x}/{y}.mvt?v=${version}` +
      (fresh === undefined ? "" : `&s=${fresh}`),
    /** Where tiles from afar are as they were. */
    tilesThen: (then: Date) =>
      `${location.origin}${at}/past/tiles/{z}/{x}/{y}.mvt?at=${then.toISOString()}`,
    live: (seq: number, epoch: string) =>
      `${location.origin.replace(/^http/, "ws")}${at}/live?` +
      new URLSearchParams({ seq: String(seq), epoch }),
  };
}
export type Server = ReturnType<typeof serverOf>;

/** So many abnormal assets get a symbol and a row; the rest keep their coloured dot. */
const MOST_ABNORMAL = 2_000;
const abnormalAt = (at: string) => `${at}/abnormal?limit=${MOST_ABNORMAL}`;
