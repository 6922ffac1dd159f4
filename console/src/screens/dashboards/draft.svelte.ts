/** A board while it is changed. Nothing is lost: it is kept in this browser until it is saved. */

import type { Item } from "../../boards/BoardGrid.svelte";
import { arranged, fitted } from "../../boards/grid";
import type { Definition, Panel, Place } from "../../boards/types";
import { isSaved, itemsOf, panelsOf, type Own } from "./kept";

type Left = Definition & { title: string; version: number; roles?: string[] };

const homeOf = (city: string, id: string) => `mesto.board.${city}.${id}`;

export class Draft {
  title = $state("");
  roles = $state.raw<string[]>([]); //: it is shown to these; none: to everybody
  items = $state.raw<Item[]>([]);
  chosen = $state<number | null>(null); //: the panel whose form is open
  restored = $state(false); //: it was not saved last time
  #removed = $state.raw<Item | null>(null);
  #next = 0;
  readonly #home: string;
  readonly #saved: string;
  readonly #version: number; //: of the board this draft began from

  /** board: as it is kept on the server */
  constructor(
    city: string,
    readonly board: Own,
  ) {
    this.#home = homeOf(city, board.id);
    this.#read(board.title, panelsOf(board.definition), board.roles);
    this.#saved = this.#written;
    const left = unsaved(this.#home);
    if (left) this.#read(left.title, panelsOf(left), left.roles);
    this.restored = this.#written !== this.#saved;
    this.#version = (this.restored && left?.version) || board.version;
  }

  /** Whether there is something to save; a new board is itself something, unless it is empty. */
  get dirty(): boolean {
    return isSaved(this.board) ? this.#written !== this.#saved : this.items.length > 0;
  }

  get removed(): Item | null {
    return this.#removed;
  }

  /** What is to be kept; what we do not know of the definition stays. */
  get kept(): Own {
    const panels = this.items.map(({ panel, place }) => ({ ...panel, place }));
    const definition = { ...this.board.definition, panels };
    return { ...this.board, version: this.#version, title: this.title.trim(), definition, roles: this.roles };
  }

  get panel(): Panel | undefined {
    return this.items.find(({ id }) => id === this.chosen)?.panel;
  }

  /** Add a panel where there is room, and open its form. */
  add(panel: Panel): void {
    const places = arranged([...this.items.map(({ panel, place }) => ({ ...panel, place })), panel]);
    const id = this.#next++;
    this.items = [...this.items, { id, panel, place: places.at(-1)! }];
    this.chosen = id;
    this.note();
  }

  change(id: number, panel: Panel): void {
    const at = this.items.findIndex((item) => item.id === id);
    const before = this.items[at]!;
    this.items = this.items.with(at, { ...before, panel });
    if (before.panel.kind === panel.kind) this.note();
    else this.place(fitted(this.items.map(({ place }) => place), at, panel));
  }

  place(places: Place[]): void {
    this.items = this.items.map((item, at) => ({ ...item, place: places[at]! }));
    this.note();
  }

  remove(id: number): void {
    this.#removed = this.items.find((item) => item.id === id) ?? null;
    this.items = this.items.filter((item) => item.id !== id);
    if (this.chosen === id) this.chosen = null;
    this.place(arranged(this.items.map(({ panel, place }) => ({ ...panel, place }))));
  }

  /** Put back the panel removed last. */
  undo(): void {
    if (!this.#removed) return;
    this.items = [...this.items, this.#removed];
    this.#removed = null;
    this.place(arranged(this.items.map(({ panel, place }) => ({ ...panel, place }))));
  }

  /** Keep the draft in this browser; forget it there when it is as the server has it. */
  note(): void {
    if (!this.dirty) return this.forget();
    const { version, title, definition, roles } = this.kept;
    localStorage.setItem(this.#home, JSON.stringify({ version, title, roles, panels: definition.panels }));
  }

  forget(): void {
    localStorage.removeItem(this.#home);
  }

  get #written(): string {
    return JSON.stringify([this.title, [...this.roles].sort(), this.items.map(({ panel, place }) => [panel, place])]);
  }

  #read(title: string, panels: Panel[], roles: string[] = []): void {
    this.title = title;
    this.roles = roles;
    this.items = itemsOf(panels);
    this.#next = this.items.length;
  }
}

/** What was left unsaved in this browser; its version tells when others have saved since. */
function unsaved(home: string): Left | null {
  return JSON.parse(localStorage.getItem(home) ?? "null");
}

/** Tell whether a board has changes in this browser that were not saved. */
export const isUnsaved = (city: string, id: string): boolean => unsaved(homeOf(city, id)) !== null;

/** Let go of what was not saved. */
export const forget = (city: string, id: string): void => localStorage.removeItem(homeOf(city, id));

/** Boards that are only in this browser: never saved, or thrown away by others meanwhile. */
export function onlyHere(city: string, known: Own[]): Own[] {
  const prefix = homeOf(city, "");
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length))
    .filter((id) => !known.some((board) => board.id === id))
    .map((id) => {
      const { title, panels, roles } = unsaved(homeOf(city, id))!;
      localStorage.setItem(homeOf(city, id), JSON.stringify({ version: 0, title, roles, panels }));
      return { id, title, definition: { panels }, roles, version: 0, modified_at: "" };
    });
}
