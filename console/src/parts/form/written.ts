/** What people write and keep, as the server has it. Pure. */

export interface Kept<D> {
  name: string;
  definition: D;
  version: number;
}

/** A definition without what was left empty. */
export const cleaned = <D>(definition: D): D =>
  JSON.parse(JSON.stringify(definition, (_, value: unknown) => (value === "" || value === null ? undefined : value))) as D;
