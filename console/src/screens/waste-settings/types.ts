/** What a town writes about its collection, and what it collects with. */

import type { Kept } from "../../parts/form/written";
import type { Drawn } from "../../rounds/types";
import type { Text } from "../../server/types";

export interface Shift {
  title: Text;
  vehicle: string;
  driver?: string;
  days: number[] | string; //: Monday is 0; or the name of a calendar
  start: string;
  end: string;
  break_min?: number;
  break_window?: [string, string] | null;
  depot?: string;
  disposal_sites?: string[];
}

/** A shift as the form has it: weekdays from 1, the window as a group. */
export type ShiftForm = Omit<Shift, "days" | "break_window"> & {
  days: number[];
  calendar: string;
  break_window: { 0?: string; 1?: string }; //: from, until
};

export interface Contract {
  title: Text;
  contractor?: string;
  first: string;
  last?: string | null;
  fractions?: string[];
  currency?: string;
}

export interface Policy {
  title: Text;
  overflow_cost: number;
  currency: string;
  frontier?: Drawn | null;
}

export type Written<D> = Kept<D> & { makes_sense: boolean };

export interface Holding extends Kept<Policy> {
  usual: Policy;
}

/** A vehicle, a depot or a disposal site as its form has it. */
export interface Machine {
  title: Text;
  volume_l?: number | null;
  load_kg?: number | null;
  fractions?: string[];
  depot?: string;
  laid_up?: boolean;
  longitude?: number | null;
  latitude?: number | null;
  unloading_min?: number;
}

export interface Fleet {
  vehicles: { urn: string; name: string; volume_l: number; load_kg: number; fractions: string[]; depot: string; laid_up: boolean }[];
  depots: { urn: string; name: string }[];
  sites: { urn: string; name: string }[];
  mistakes: { urn: string; field: string; says: Text }[];
}

/** A container, by what stickers are chosen by. */
export interface Stuck {
  urn: string;
  name: string;
  isle: string;
  isle_name: string;
  fractions: string[];
  street: string;
  printed: boolean; //: it has a code already
}
