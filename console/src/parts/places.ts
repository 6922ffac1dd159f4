/** What the console can show beside the map; on a phone one of them at a time. */
export type Page = "map" | "list" | "layers" | "search" | "refused" | "settings";
/** What the side panel lists. */
export type Tab = "attention" | "view" | "asset";
