/** Make a name for something new: what its title says in plain letters, else a word and the time. */
export function nameFrom(title: string, otherwise: string): string {
  const plain = title.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^a-z0-9]+/g, "-");
  return plain.replace(/^[^a-z]+|-+$/g, "").slice(0, 40) || `${otherwise}-${Date.now().toString(36)}`;
}
