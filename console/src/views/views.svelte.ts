/** Views people saved: what the map hides, or what a table asks; each opens where it was made. */

import { Problem, type Server } from "../server/api";
import type { Document, Draft, Status } from "../server/types";
import { idFor } from "./id";

export interface View {
  screen: "map" | "tables";
  hiddenLayers?: string[]; //: entity types, on the map
  hiddenStatuses?: Status[];
  valued?: string; //: entity type coloured by its values
  type?: string; //: of asset, in a table
  query?: string; //: of its address
}
export type SavedView = Document<View>;

const KIND = "views";

export class Views {
  all = $state.raw<SavedView[]>([]);
  known = $state(false);
  problem = $state.raw<Problem | null>(null);
  dropped = $state.raw<SavedView | null>(null); //: the last one, which can still be put back

  constructor(readonly server: Server) {}

  async load(): Promise<void> {
    await this.#attempt(async () => {
      this.all = inOrder(await this.server.documents<View>(KIND));
      this.known = true;
    });
  }

  /** Keep a new view; tells it, or null when that failed. */
  async add(title: string, definition: View): Promise<SavedView | null> {
    return this.#keep({ id: idFor(title), title, definition, version: 0 });
  }

  /** Keep a view under another title or with another content. */
  async change(view: SavedView, to: { title?: string; definition?: View }): Promise<SavedView | null> {
    const { id, title, definition, version } = { ...view, ...to };
    return this.#keep({ id, title, definition, version });
  }

  async drop(view: SavedView): Promise<void> {
    await this.#attempt(async () => {
      await this.server.drop(KIND, view.id, view.title);
      this.all = this.all.filter(({ id }) => id !== view.id);
      this.dropped = view;
    });
  }

  /** Put the view back that was dropped last. */
  async undo(): Promise<void> {
    if (this.dropped && (await this.#keep({ ...this.dropped, version: 0 }))) this.dropped = null;
  }

  async #keep({ id, title, definition, version }: Draft<View> & { id: string }): Promise<SavedView | null> {
    let kept: SavedView | null = null;
    await this.#attempt(async () => {
      kept = await this.server.keep<View>(KIND, id, { title, definition, version });
      this.all = inOrder([...this.all.filter((view) => view.id !== id), kept]);
    });
    return kept;
  }

  async #attempt(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
      this.problem = null;
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      this.problem = failure;
    }
  }
}

const inOrder = (views: SavedView[]) => [...views].sort((a, b) => a.title.localeCompare(b.title));
