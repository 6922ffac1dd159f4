/** What the server tells of receipts. Money is text with two digits behind the point. */

import type { Text } from "../../../server/types";

export interface Line {
  what: "ENERGY" | "TIME" | "PARKING_TIME" | "FLAT" | "MIN_PRICE" | "MAX_PRICE" | "STATED" | "CREDIT";
  begin: string;
  end: string;
  amount: string;
  unit: "KWH" | "SEC" | "C62";
  unit_price: string;
  net: string;
  vat_rate: string | null;
  vat: string;
  gross: string;
}

export interface Cost {
  currency: string;
  lines: Line[];
  net: string;
  gross: string;
}

export type ReceiptStatus = "issued" | "doubtful" | "waived" | "credit";

export interface Receipt extends Omit<Cost, "lines"> {
  name: string;
  number: string | null;
  status: ReceiptStatus;
  host: string;
  month: string | null;
  credited: string;
  tariff: string;
  tariff_title: Text;
  station: string;
  begin: string;
  end: string;
  kwh: number | null;
  doubt_says: Text; //: why it is not known what is to be paid
  why: string;
  credits: string; //: number of the receipt a credit note is for
  token: string; //: empty to who may not know whose it is
}

export interface ReceiptPage extends Receipt {
  lines: Line[];
  seller: { title: Text; company: string; address: string; vat_id: string };
  by: string;
  at: string | null;
  notes: Receipt[];
}

export interface HostSums {
  host: string;
  currency: string;
  receipts: number;
  credits: number;
  kwh: number;
  net: string;
  gross: string;
  share: string;
  percent: number;
}
