/** What the server says of calendars. */

import type { Part } from "../../parts/form/grammar";
import type { Text } from "../../server/types";

export interface Departure {
  first: string; //: a day
  last: string;
  holds: boolean;
  note?: string;
}

export interface Definition {
  title: Text;
  rule: Part;
  exceptions?: Departure[];
}

export interface Calendar {
  name: string;
  definition: Definition;
  version: number;
  modified_at: string;
  source: string;
  holds: boolean | null; //: null where it makes no sense any more
  next_change: string | null;
}

/** When a calendar holds in the days to come. */
export interface Days {
  timezone: string;
  from: string;
  to: string;
  spans: { start: string; end: string }[];
  holidays: { day: string; country: string; name: string }[];
}
