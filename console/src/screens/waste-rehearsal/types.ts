/** What is asked of a rehearsal of collection, and what it tells. */

export type Policy =
  | { is: "was" }
  | { is: "calendar" }
  | { is: "every"; days: number }
  | { is: "threshold"; level: number }
  | { is: "risk"; overflow_km: number };

export interface Asked {
  fraction: string;
  first: string;
  last: string;
  policies: Policy[];
}

export interface Came {
  number: number;
  policy: Policy;
  km: number;
  hours: number;
  emptied: number;
  over_days: number;
  over: number; //: share of container-days
  share: number;
  money: number;
  overflow_money: number;
  kg: number;
}

export interface Result {
  policies: Came[];
  days: number;
  containers: number;
  silent: number;
  known: number;
  depot_known: boolean;
  by_streets: boolean;
  currency: string;
}
