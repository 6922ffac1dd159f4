/** Names of views in addresses. Pure. */

const LONGEST_SLUG = 40;

/** A name for an address: what the title says in plain letters, and what sets it apart. */
export function idFor(title: string, chance = Math.random()): string {
  const plain = title
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, LONGEST_SLUG)
    .replace(/^-+|-+$/g, "");
  const apart = Math.floor(chance * 36 ** 4).toString(36).padStart(4, "0");
  return plain ? `${plain}-${apart}` : `view-${apart}`;
}
