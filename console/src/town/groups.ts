/** Put what one thing explains into one group: a dark cabinet is one row, not fourteen lamps. */

import type { AbnormalAsset, Status } from "../server/types";
import { rank } from "./statuses";

export interface Group {
  because: number; //: the asset that explains the rest, or the only one
  name: string; //: of what explains
  leader: AbnormalAsset | null; //: the row of what explains, where it is abnormal itself
  status: Status;
  since: string;
  rows: AbnormalAsset[];
}

/** Group rows by what explains them, worst or newest first; the leader leads its group. */
export function inGroups(rows: AbnormalAsset[], newest: boolean): Group[] {
  const groups = new Map<number, Group>();
  for (const row of rows) {
    const because = row.because?.id ?? row.id;
    const group = groups.get(because) ?? blank(because, row);
    groups.set(because, group);
    join(group, row);
  }
  const bySince = (a: Group, b: Group) => b.since.localeCompare(a.since);
  const byRank = (a: Group, b: Group) => rank(a.status) - rank(b.status);
  return [...groups.values()].sort((a, b) => (newest ? 0 : byRank(a, b)) || bySince(a, b));
}

function blank(because: number, { because: by, name, status }: AbnormalAsset): Group {
  return { because, name: by?.name ?? name, leader: null, status, since: "", rows: [] };
}

function join(group: Group, row: AbnormalAsset): void {
  const leads = row.id === group.because;
  if (leads) group.leader = row;
  group.rows[leads ? "unshift" : "push"](row);
  if (rank(row.status) < rank(group.status)) group.status = row.status;
  if ((row.since ?? "") > group.since) group.since = row.since ?? "";
}
