/** Put what one thing explains into one group: a dark cabinet is one row, not fourteen lamps. */

import type { AbnormalAsset, Status } from "../server/types";
import { rank } from "./statuses";

export interface Group {
  key: string;
  because: number | null;
  name: string;
  status: Status;
  since: string;
  rows: AbnormalAsset[];
}

/** Group rows by their cause, worst or newest first. Rows without one stay alone. */
export function inGroups(rows: AbnormalAsset[], newest: boolean): Group[] {
  const groups = new Map<string, Group>();
  for (const row of rows) {
    const key = row.because ? `because-${row.because.id}` : `asset-${row.id}`;
    const group = groups.get(key);
    if (group) join(group, row);
    else groups.set(key, alone(key, row));
  }
  const bySince = (a: Group, b: Group) => b.since.localeCompare(a.since);
  const byRank = (a: Group, b: Group) => rank(a.status) - rank(b.status);
  return [...groups.values()].sort((a, b) => (newest ? 0 : byRank(a, b)) || bySince(a, b));
}

function alone(key: string, row: AbnormalAsset): Group {
  const { status, because } = row;
  const name = because?.name ?? row.name;
  return { key, because: because?.id ?? null, name, status, since: row.since ?? "", rows: [row] };
}

function join(group: Group, row: AbnormalAsset): void {
  group.rows.push(row);
  if (rank(row.status) < rank(group.status)) group.status = row.status;
  if ((row.since ?? "") > group.since) group.since = row.since ?? "";
}
