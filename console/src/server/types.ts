/** What the server's console API says, as it says it. */

/** A text by language tag; a plain string is the same in all. */
export type Text = string | Record<string, string>;
/** 0 ok, 1 warning, 2 critical, 3 offline, 4 maintenance. */
export type Status = 0 | 1 | 2 | 3 | 4;
export type Location = [longitude: number, latitude: number];

export interface Municipality {
  city: string;
  title: Text;
  languages?: string[];
}

/** Who is signed in. */
export interface Person {
  login: string;
  name: string;
  language: string;
  roles: Record<string, string[]>; //: by municipality
  codes: boolean; //: an authenticator is asked too
}

/** What somebody may do, on anything at all. */
export type Verb = "see" | "record" | "command" | "connect" | "govern";

export interface Field {
  attribute: string;
  title: Text;
  unit: string;
  scale: number; //: shown = value × scale
  digits: number;
  words?: Record<string, Text>; //: what its values mean, where they are codes; a remembered answer may lack it
}

/** A relationship as people read it, from either end. */
export interface RelationName {
  attribute: string;
  title: Text;
  back: Text;
}

/** Something an asset can be told. */
export type Order = {
  name: string;
  title: Text;
  does: Text;
  ask: Text | null; //: the question before a dangerous one
  command: string;
  shown_by: string; //: the attribute that tells what holds now
} & (
  | { kind: "switch"; on: unknown; off: unknown }
  | { kind: "level" }
  | { kind: "amount"; least: number; most: number; step: number; unit: string }
  | { kind: "choice"; options: { value: unknown; title: Text }[] }
  | { kind: "press"; value: unknown }
);

export interface Layer {
  layer: number;
  type: string;
  domain: string;
  title: Text;
  icon: string;
  main: string;
  drawn: boolean; //: each has a symbol on the map
  fields: Field[];
  relations: RelationName[];
  orders: Order[];
  count: number;
}

export interface TownMap {
  city: string;
  title: Text;
  languages: string[];
  center: Location;
  zoom: number;
  bounds: [west: number, south: number, east: number, north: number];
  timezone: string; //: IANA name
  version: number;
  basemap: string | null;
  layers: Layer[];
  may: Verb[];
  eyes: string[]; //: roles through whose eyes it is seen; none: one's own
}

export interface Snapshot {
  seq: number;
  epoch: string;
  ids: number[];
  layer: number[];
  status: Status[];
  value: (number | null)[];
}

export interface Patch {
  t: "patch";
  seq: number;
  ids: number[];
  status: Status[];
  value: (number | null)[];
  layer?: number[]; //: only where an asset is new
  at?: string | number;
}

/** What has just become abnormal or got worse; `more` others are not listed. */
export interface AlarmEvent {
  t: "event";
  seq: number;
  alarms: AbnormalAsset[];
  more: number;
}

export type Frame =
  | Patch
  | AlarmEvent
  | { t: "handled" }
  | { t: "waits"; count: number }
  | { t: "hello"; epoch: string; seq: number; version: number; schema: number }
  | { t: "beat"; seq: number; rate: number }
  | { t: "invalidate"; version?: number }
  | { t: "resync" };

export interface FoundAsset {
  id: number;
  urn: string;
  type: string;
  layer: number;
  name: string;
  street?: string | null;
  location: Location | null;
  status: Status;
}

/** What people did about an alarm. */
export interface Handled {
  acknowledged: boolean;
  by: string;
  at: string;
  comment: string;
  assigned?: string; //: person:LOGIN, crew:NAME or duty:NAME; a remembered answer may lack it
  shelved_until?: string | null;
}

export interface AbnormalAsset extends FoundAsset {
  cause?: Text | null;
  since: string | null;
  because?: { id: number; name: string } | null; //: the one thing that explains many
  handled?: Handled | null;
}

/** An alarm of today or of the past; the layer is null where it is shown no more. */
export interface Alarm extends Omit<AbnormalAsset, "layer" | "because"> {
  layer: number | null;
  because: { id: number; name: string; opened_at: string } | null;
  district: string;
  opened_at: string;
  ended_at: string | null;
  members: number; //: how many alarms it stands for, where they are grouped
  alert: number | null; //: the entity that tells what people did
  alert_urn: string; //: of that entity, whether it is there yet or not
  state: "" | "raised" | "cleared"; //: of an alert that a rule raised
}

/** One thing that became of an alarm. */
export interface AlarmStep {
  at: string;
  by: string;
  what: "raise" | "acknowledge" | "release" | "assign" | "shelve" | "unshelve" | "clear" | "reopen" | "comment";
  to: string;
  until: string;
  comment: string;
}

export interface AlarmPage {
  items: Alarm[];
  count: number;
  districts: string[];
}

/** How many alarms opened in each step from `from` on. */
export interface AlarmCounts {
  from: string;
  step_s: number;
  warning: number[];
  critical: number[];
}

/** How every asset was at a moment. */
export interface SnapshotThen extends Omit<Snapshot, "seq" | "epoch"> {
  at: string; //: earlier than asked, where nothing was recorded
  absent: number[]; //: assets of today that were not there
}

/** What differs between two moments; the whole has to be asked for where assets came or went. */
export type ChangesThen = { at: string } & ({ whole: true } | Pick<Patch, "ids" | "status" | "value">);

export interface AssetField {
  attribute: string;
  value: unknown;
  unit: string | null;
  observed_at: string | null; //: or recorded, where the observation gave no time
  timed?: boolean; //: it gave one
  kind: string;
  dataset?: string;
}

export interface Relation {
  name: string;
  urn: string;
  id: number | null;
  type: string | null;
  title: Text | null;
}

/** An entity on its page; what no layer shows has no name, layer or status. */
export interface Asset extends Partial<FoundAsset> {
  id: number;
  urn: string;
  type: string;
  cause?: Text | null;
  since?: string | null;
  last_seen: string | null;
  fields: AssetField[];
  relations: Relation[];
  because?: { id: number; name: string } | null; //: what explains how it is
  hindrances?: Record<string, Text>; //: by order, why nothing brings it there; empty: something does
  raw: unknown;
}

/** An entity in a tree of relations; one outside of the layers has no state. */
export interface Kin {
  urn: string;
  id: number | null;
  type: string | null;
  title: Text;
  layer: number | null;
  status: Status | null;
}

/** What an asset leads to; `more` of a relationship are not listed. */
export interface Branch extends Kin {
  relation: string;
  more?: number;
  explains: boolean; //: how the asset is
  on_the_way: boolean; //: to what explains it
  leads_to: Branch[];
}

/** What leads to an asset by one relationship. */
export interface KinGroup {
  relation: string;
  type: string;
  layer: number | null;
  count: number;
  status: [number, number, number, number, number];
  worst: Status | null;
  because: number; //: are as they are because of it
}

export interface Relations {
  leads_to: Branch[];
  led_from: KinGroup[];
  cut: boolean; //: there are more
}

export interface History {
  attribute: string;
  unit: string | null;
  step_s: number | null; //: of the steps; of single observations, how far apart they usually are
  thinned: boolean;
  observations: number;
  t: number[];
  mean: (number | null)[];
  min: (number | null)[] | null;
  max: (number | null)[] | null;
}

/** How a text or a truth went. */
export interface States {
  thinned: boolean;
  known_from: string | null; //: older ones were not looked at
  observations: number;
  intervals: { from: string; to: string; value: unknown; mixed: boolean }[];
}

/** A row of the ledger. */
export interface Observation {
  position: number;
  attribute: string;
  kind: string;
  value: unknown;
  unit: string | null;
  dataset: string | null;
  meta: unknown;
  deleted: boolean;
  observed_at: string | null;
  recorded_at: string;
  source: string;
}

/** A page and where the next one begins. */
export interface Page<T> {
  items: T[];
  next: string | null;
}

export type CommandState = "pending" | "sent" | "confirmed" | "failed" | "expired";

export interface Command {
  id: string;
  name: string;
  value: unknown;
  source: string;
  state: CommandState;
  reason: string;
  says: Text; //: why it came to nothing; empty: it did not
  created_at: string;
  expires_at: string;
  sent_at: string | null;
  settled_at: string | null;
  tries: number; //: how often it was sent
  approved_by: string; //: the second person, where one was needed
}

/** A command that waits for a second person. */
export interface WaitingCommand {
  id: string;
  entity: string;
  name: string;
  value: unknown;
  until: string | null; //: when it would end by itself
  why: Text;
  asked_by: string;
  asked_at: string;
  expires_at: string;
  own: boolean; //: of who asks, who does not decide on it
}

/** What people ordered until a moment, and still holds. */
export interface HeldCommand {
  id: string;
  entity: string;
  name: string;
  value: unknown;
  back: unknown; //: what is ordered at the end
  by: string;
  began_at: string;
  until_at: string;
  trouble: string; //: why it does not end though its time has come
  says: Text; //: the same by language
}

export type LogEntry = { at: string } & (
  | ({ what: "command" } & Command)
  | {
      what: "said";
      id: string;
      attribute: string;
      value: unknown;
      before: unknown;
      first: boolean;
      created: boolean; //: the asset came to be
      unit: string | null;
      dataset: string | null;
      deleted: boolean;
      recorded_at: string;
      source: string;
    }
  | {
      what: "alert";
      id: string;
      alert: number;
      turn: "raised" | "cleared";
      severity: unknown;
      description: Text | null;
      category: unknown;
      subCategory: unknown;
    }
);

/** One asset in a table. */
export interface TableRow extends AbnormalAsset {
  district: string;
  seen: string | null;
  values: Record<string, unknown>; //: of the columns asked for, as recorded
}

/** Who fits a query, in order; ids and rows only where the order is not known yet. */
export interface TableAnswer {
  count: number;
  total: number;
  order: string; //: its digest
  at: string;
  ids?: number[];
  rows?: TableRow[];
}

/** How assets of a type use an attribute. */
export interface Habit {
  attribute: string;
  kind: "number" | "truth" | "moment" | "text" | "other";
  units: string[];
  entities: number;
}

/** What a column holds. */
export interface ColumnValues {
  least: number | null;
  greatest: number | null;
  missing: number;
  different: number;
  values: { value: string | boolean; count: number }[];
}

export interface RefusedMessage {
  id: number;
  connection: string;
  gate: string;
  origin: string;
  reason: string;
  payload: string | null;
  received_at: string;
  state: string;
  tries: number;
}

/** What people make in the console, as it is sent to be kept. */
export interface Draft<D> {
  title: string;
  definition: D;
  roles?: string[]; //: it is shown to these; none: to everybody
  version: number; //: of what it replaces; 0 where there is nothing yet
}

/** What people made and keep. */
export interface Document<D> extends Draft<D> {
  id: string; //: small letters, digits and hyphens
  modified_at: string;
  waits?: boolean; //: the server does not know it so yet
}

/** What commands take by radio through one connection. */
export interface Aired {
  connection: string;
  gateways: number;
  commands: number;
  messages?: number; //: by which they are told, where groups are told by one
  takes_s: number;
  window_s: number; //: so long there is
  at?: string; //: when they are given, if that is known
}
