/** What the server says of duties and of who is told of alarms. */

export interface Shift {
  people: string[]; //: who takes turns, one after the other
  since: string; //: the day of the first one's first turn
  turn_days: number;
  at: string; //: when one hands over to the next, HH:MM
  calendar: string; //: only while it holds; empty: at all times
}

export interface Override {
  who: string;
  start: string;
  until: string;
  instead_of: string; //: empty: of everybody
}

export interface Duty {
  title: string;
  shifts: Shift[];
  overrides: Override[];
}

export interface PolicyStep {
  after_min: number;
  tell: string[];
}

export interface Policy {
  title: string;
  steps: PolicyStep[];
  severities: string[];
  types: string[];
  districts: string[];
  calendar: string;
  enabled: boolean;
}

/** What people wrote; 0 is the version of what there is not yet. */
export interface Written<D> {
  name: string;
  definition: D;
  version: number;
}

export interface Told {
  policy: string;
  step: number;
  people: string[];
  count: number;
  subject: Record<string, string>;
}

export interface Escalation {
  duties: (Written<Duty> & { on_call: string[] })[];
  policies: Written<Policy>[];
  districts: string[]; //: where anything stands
  now: Told[];
}

/** Small letters, digits and hyphens of a title; what is left over names nothing. */
export const nameOf = (title: string): string =>
  title
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60) || "x";

/** A moment as a field of the browser takes it, by the browser's clock, and back. */
export const toField = (moment: string): string => {
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};
export const fromField = (local: string): string => new Date(local).toISOString();
