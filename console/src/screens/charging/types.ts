/** What the server tells of stations and sessions. */

import type { Status, Text } from "../../server/types";

export interface Connector {
  number: number | null;
  status: string | null; //: OCPP's word
  socketType: string | null;
}

export interface Evse {
  urn: string;
  id: number | null; //: of its values in time
  number: number | null;
  status: string | null; //: OCPP's word
  chargingState: string | null;
  errorCode: string | null;
  vendorErrorCode: string | null;
  errorInfo: string | null;
  powerConsumption: number | null; //: kW
  powerOffered: number | null; //: kW
  current: number | null; //: A, where no phase is named
  currentL1: number | null;
  currentL2: number | null;
  currentL3: number | null;
  voltageL1: number | null; //: V
  voltageL2: number | null;
  voltageL3: number | null;
  stateOfCharge: number | null; //: share
  heard: string | null;
  fault: { says: Text; do: Text; status: string } | null;
  connectors: Connector[];
}

export interface Station {
  urn: string;
  id: number | null;
  name: string;
  protocol: string | null;
  vendorName: string | null;
  modelName: string | null;
  serialNumber: string | null;
  firmwareVersion: string | null;
  firmwareStatus: string | null;
  diagnosticsStatus: string | null;
  connected: boolean | null;
  powerConsumption: number | null; //: kW
  status: Status; //: by itself, also where it is on no map
  cause: Text;
  lastSeen: string | null;
  charging: number; //: sessions that go on
  evses: Evse[];
}

export interface Session {
  urn: string;
  station: string;
  evse: string | null;
  number: number | null; //: of the EVSE
  card: string; //: its end only, to who may not know whose it is
  since: string | null;
  until: string | null;
  energy: number | null; //: kWh
  power: number | null; //: kW
  offered: number | null; //: kW
  stateOfCharge: number | null; //: share
  chargingState: string | null;
  transactionId: string | null;
  status: string | null;
  meterDoubt: Record<string, string> | string | null;
  stopReason: string | null;
  chargingLimit: number | null; //: kW
  limitReason: Record<string, string> | string | null;
  promisedEnergy: number | null; //: kWh
  promisedBy: unknown;
  stationName?: string | null;
  stationId?: number | null;
}

export interface StationPage extends Station {
  sessions: Session[];
  ended: Session[];
  reservations: Reservation[];
  answers: { action: string; at: string; value: unknown }[];
  logs: StationLog[]; //: the newest first
}

/** A place that is kept free for somebody. */
export interface Reservation {
  id: number; //: as the station knows it
  number: number; //: of the EVSE
  card: string; //: its end only, to who may not know whose it is
  until: string;
}

/** A log a station was asked for. */
export interface StationLog {
  id: string;
  by: string;
  at: string;
  state: "asked" | "uploading" | "came" | "failed" | "deleted";
  why: Text;
  name: string | null;
  size: number | null; //: bytes
  keepUntil: string | null;
}

/** A station nobody knows that asks to come in. */
export interface Stranger {
  identity: string;
  connection: string;
  protocol: string | null;
  address: string | null;
  vendorName: string | null;
  modelName: string | null;
  serialNumber: string | null;
  firmwareVersion: string | null;
  since: string;
  last: string;
  hasPassword: boolean;
}
