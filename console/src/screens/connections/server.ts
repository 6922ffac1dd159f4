/** What the server says of connections, and how to ask it. */

import type { Outcome } from "../../offline/outbox.svelte";
import type { Server } from "../../server/api";
import type { Text } from "../../server/types";
import type { Schema } from "./form/schema";

export type State = "runs" | "waiting" | "late" | "broken" | "off";
/** What came in one step of time. */
export type Step = [start_s: number, messages: number, observations: number, refused: number];

export interface Connection {
  name: string;
  gate: string;
  gate_title: Text; //: what people call it
  gate_icon: string;
  url: string;
  hook: string | null; //: where its messages are brought to, if they are
  enabled: boolean;
  expected_every_s?: number | null; //: how long it may be silent; a remembered answer may lack it
  state: State;
  trouble: { kind: string; says: Text; since: string } | null;
  alert: { text: Text; since: unknown } | null;
  total: Total | null;
  held: number; //: refused messages that wait
  devices: number;
  minutes: Step[]; //: of the last hour; minutes in which nothing came are left out
}

export interface Total {
  messages: number;
  observations: number;
  refused: number;
  last_at: string;
  last_origin: string;
  lag_s: number;
}

export interface Device {
  serial: string;
  profile: string;
  urn: string;
  id: number | null;
  name: Text | null;
}

export type Settings = Record<string, unknown>;

export interface Details extends Connection {
  settings: Settings;
  secrets: string[]; //: names of the credentials kept for its address
  version: number;
  step_s: number;
  day: Step[];
  behind: Device[];
  watchable: boolean; //: its messages pass through the process that answers
}

export interface Form {
  name: string; //: of the gate
  title: Text;
  icon: string;
  about: Text;
  spec: string;
  addresses: string[]; //: how its URL may begin, the usual first
  schema: Schema;
}

export interface Draft {
  gate: string;
  url: string;
  settings: Settings;
  enabled: boolean;
  secrets: Record<string, string>; //: that are given anew, by name
  version: number;
}

/** Bytes as text, or in base64 where they are none. */
export interface Bytes {
  payload: string;
  encoding: "base64" | null;
  size: number;
}

/** A row of a file that was refused; the others were recorded. */
export interface RefusedRow {
  line: number;
  field: string;
  why: string; //: in English
  says?: Text; //: of what was refused lately
}

export interface Held extends Bytes {
  id: number;
  connection: string;
  gate: string;
  origin: string;
  reason: string;
  cause: string;
  facts: { refused?: RefusedRow[] };
  received_at: string;
  tries: number;
  headers?: Record<string, string>;
}

export interface Cause {
  connection: string;
  cause: string; //: the reason without what differs from message to message
  messages: number;
  newest: number;
  reason: string; //: of the newest
  first_at: string;
  last_at: string;
}

export interface Passing extends Bytes {
  received_at: string;
  origin: string;
  headers: Record<string, string>;
  observations: number;
  reason: string;
}

export interface Sample {
  payload: string;
  encoding: "base64" | null;
  origin: string;
}

export interface Trial {
  observations: { entity: string; attribute: string; value: unknown; unit: string | null; observed_at: string | null }[];
  count: number;
  answers: number;
  refused: string | null;
}

/** Another system that wants to be told of changes. */
export interface Subscription {
  id: string;
  name: string;
  address: string; //: where it is told, without who is named there
  owner: string;
  state: "failing" | "active" | "paused" | "expired";
  times_sent: number;
  times_failed: number;
  last_success: string | null;
  last_failure: string | null;
  why: string | null; //: it was not taken the last time
  waiting: number; //: notifications
  next_at: string | null; //: when the first of them is tried
  given_up: number; //: notifications
}

/** What was given up, with its beginning. */
export interface Notification extends Bytes {
  number: number;
  made_at: string;
  tries: number;
  why: string;
}

/** Which refused messages: all of a connection, or those of a cause. */
export interface Which {
  connection: string;
  cause?: string;
}

const at = (name: string) => `connections/${encodeURIComponent(name)}`;
const queryOf = (which: Partial<Which>) => new URLSearchParams({ ...which });

/** The questions and deeds of this screen. */
export function connectionsOf(server: Server) {
  const title = (key: "deedConnection" | "deedSwitchOn" | "deedSwitchOff" | "deedRemove" | "deedRestore" | "deedExpect", name: string) =>
    ({ key, values: { name } }) as const;
  return {
    all: () => server.ask<{ at: string; connections: Connection[] }>("connections"),
    one: (name: string) => server.ask<Details>(at(name)),
    forms: () => server.ask<Form[]>("gates"),
    waits: (name: string) => server.waiting(at(name)) !== undefined,
    /** What was saved and the server does not know yet. */
    unsent(name: string): Draft | undefined {
      const deed = server.waiting(at(name));
      return deed?.method === "PUT" ? (deed.body as Draft) : undefined;
    },
    keep: (name: string, draft: Draft): Promise<Outcome<Details>> =>
      server.do({ method: "PUT", path: at(name), body: draft, title: title("deedConnection", name) }),
    /** Say how long it may be silent; null: for ever. */
    expect: (name: string, every_s: number | null): Promise<Outcome<Details>> =>
      server.do({ method: "PUT", path: `${at(name)}/expected`, body: { every_s }, title: title("deedExpect", name) }),
    turn: (name: string, enabled: boolean): Promise<Outcome<Details>> =>
      server.do({
        method: "PATCH",
        path: at(name),
        body: { enabled },
        title: title(enabled ? "deedSwitchOn" : "deedSwitchOff", name),
      }),
    remove: (name: string): Promise<Outcome<void>> =>
      server.do({ method: "DELETE", path: at(name), body: null, title: title("deedRemove", name) }),
    restore: (name: string): Promise<Outcome<Details>> =>
      server.do({ method: "POST", path: `${at(name)}/restore`, body: null, title: title("deedRestore", name) }),
    passing: (name: string) => server.ask<Passing[]>(`${at(name)}/messages`),
    causes: (connection?: string) => server.ask<Cause[]>(`quarantine/causes?${queryOf(connection ? { connection } : {})}`),
    held: (which: Which) =>
      server.ask<{ items: Held[]; count: number }>(`quarantine?${queryOf(which)}&limit=20`),
    message: (id: number) => server.ask<Held>(`quarantine/${id}`),
    payloadAt: (id: number) => `${server.at}/quarantine/${id}/payload`,
    replay: (id: number) => server.askWith<void>(`quarantine/${id}/replay`, {}),
    replaySome: (which: Which, after: number) =>
      server.askWith<{ understood: number; refused: number; after: number | null }>("quarantine/replay", { ...which, after }),
    discard: (id: number) => server.askWith<Discarded>(`quarantine/${id}`, null, "DELETE"),
    discardSome: (which: Which) => server.askWith<Discarded>("quarantine/discard", which),
    takeBack: (at: string) => server.askWith<{ messages: number }>("quarantine/take-back", { at }),
    subscriptions: () => server.ask<{ items: Subscription[]; count: number }>("subscriptions"),
    givenUp: (subscription: string) =>
      server.ask<{ items: Notification[]; count: number }>(`subscriptions/given-up?${new URLSearchParams({ subscription })}`),
    sendAgain: (subscription: string, numbers: number[] | null) =>
      server.askWith<{ sent: number }>("subscriptions/send-again", { subscription, numbers }),
    dropGivenUp: (subscription: string, numbers: number[] | null) =>
      server.askWith<{ notifications: number; at: string | null }>("subscriptions/drop", { subscription, numbers }),
    takeBackGivenUp: (subscription: string, at: string) =>
      server.askWith<{ notifications: number }>("subscriptions/take-back", { subscription, at }),
    tryOut: (draft: Draft, name: string, message: { sample: Sample } | { held: number }) =>
      server.askWith<Trial>("try", { ...draft, name, ...message }),
  };
}
export type Connections = ReturnType<typeof connectionsOf>;

export interface Discarded {
  messages: number;
  at: string;
}
