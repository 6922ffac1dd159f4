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

export interface Field {
  attribute: string;
  title: Text;
  unit: string;
  scale: number; //: shown = value × scale
  digits: number;
}

export interface Layer {
  layer: number;
  type: string;
  domain: string;
  title: Text;
  icon: string;
  main: string;
  fields: Field[];
  count: number;
}

export interface TownMap {
  city: string;
  title: Text;
  languages: string[];
  center: Location;
  zoom: number;
  bounds: [west: number, south: number, east: number, north: number];
  version: number;
  basemap: string | null;
  layers: Layer[];
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

export type Frame =
  | Patch
  | { t: "hello"; epoch: string; seq: number; schema: number }
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

export interface AbnormalAsset extends FoundAsset {
  cause?: Text | null;
  since: string | null;
  because?: { id: number; name: string } | null; //: the one thing that explains many
}

export interface AssetField {
  attribute: string;
  value: unknown;
  unit: string | null;
  observed_at: string | null;
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
  raw: unknown;
}

export interface History {
  attribute: string;
  unit: string | null;
  step_s: number | null;
  t: number[];
  mean: (number | null)[];
  min: (number | null)[] | null;
  max: (number | null)[] | null;
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

/** What people made in the console and keep. */
export interface Document<D> {
  id: string; //: small letters, digits and hyphens
  title: string;
  definition: D;
  version: number;
  modified_at: string;
}
