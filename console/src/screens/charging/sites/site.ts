/** A lamp post or a cabinet that was looked at for a charger. */

import type { Location } from "../../../server/types";

export interface Site {
  id: string;
  name: string;
  place: Location;
  rank: number; //: from 1; 0: not recommended
  score: number;
  cable: string;
  kw: number[]; //: by hour of the day
  reasons: Record<string, string>[];
}
