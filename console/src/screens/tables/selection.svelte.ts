/** Which assets are chosen, and from where a range is drawn. */

export class Selection {
  ids = $state.raw<ReadonlySet<number>>(new Set());
  #anchor = 0; //: a place in the order

  /** Choose one more, or one less. */
  toggle(id: number, place: number): void {
    const ids = new Set(this.ids);
    if (!ids.delete(id)) ids.add(id);
    this.ids = ids;
    this.#anchor = place;
  }

  /** Choose everyone from where the last one was chosen, up to a place. */
  reach(order: number[], place: number): void {
    const [from, to] = [this.#anchor, place].sort((a, b) => a - b) as [number, number];
    const ids = new Set(this.ids);
    for (const id of order.slice(from, to + 1)) ids.add(id);
    this.ids = ids;
  }

  /** Draw ranges from here on. */
  begin(place: number): void {
    this.#anchor = place;
  }

  all(order: number[]): void {
    this.ids = new Set(order);
  }

  clear(): void {
    if (this.ids.size > 0) this.ids = new Set();
  }

  /** Those chosen, in the order of the table; who left it comes last. */
  inOrder(order: number[]): number[] {
    const here = order.filter((id) => this.ids.has(id));
    if (here.length === this.ids.size) return here;
    const found = new Set(here);
    return [...here, ...[...this.ids].filter((id) => !found.has(id))];
  }
}
