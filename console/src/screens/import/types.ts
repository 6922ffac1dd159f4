/** What becomes of a file that is imported. */

import type { Text } from "../../server/types";

/** How rows become observations; written as JSON. */
export interface Mapping {
  entity: string;
  type: string;
  attributes?: { name: string; path?: string; kind?: string; longitude?: string; latitude?: string; unit?: string }[];
}

export interface Report {
  rows: number;
  refused: number;
  created: number;
  updated: number;
  unchanged: number;
  recorded: number;
  dry_run: boolean;
  examples: { line: number; text: string; field: string; says: Text }[];
  refused_file: { name: string; content: string } | null; //: base64
}
