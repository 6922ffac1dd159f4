/** How an asset can be, worst first, as people see it. */

import type { Status } from "../server/types";

/** From the worst to the quiet. */
export const WORST_FIRST: readonly Status[] = [2, 1, 3, 4, 0];
export const NAMES = ["ok", "warning", "critical", "offline", "maintenance"] as const;

const RANK = [4, 1, 0, 2, 3];

/** 0 for the worst. */
export const rank = (status: Status): number => RANK[status] ?? 4;
