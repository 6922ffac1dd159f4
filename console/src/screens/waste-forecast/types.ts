import type { Kin } from "../../server/types";

export interface Score {
  fraction: string; //: empty: all
  horizon: number; //: days; 0: all
  count: number;
  error: number; //: points
  bias: number; //: points; above zero: foretold too full
  covered: number; //: share in [0, 1]
  drifted: boolean;
}

export interface Candidate extends Kin {
  saved: number; //: a month
  worth: number; //: of which its cost is taken off
  worth_low: number;
  worth_high: number;
  fills_days: number;
  spread: number; //: points
  better: number;
  visits: number; //: a month
  overflow: number; //: days a month
  looks_back: number;
}

export interface Told {
  learned: null | {
    at: string;
    boosted: boolean;
    learnt_from: number;
    containers: number;
    grounds: Record<string, number>;
    widening: number;
    took_s: number;
  };
  days: number;
  scores: Score[];
  enough: number;
  currency: string;
  sensor: { price: number; fee: number; years: number; monthly: number };
  pays: number;
  containers: Candidate[];
}
