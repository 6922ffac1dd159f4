/** What a phone shows on top of the map; wider screens show list and layers beside it. */
export type Page = "map" | "list" | "layers" | "search" | "more";
/** What the side panel lists. */
export type Tab = "attention" | "view" | "asset";
