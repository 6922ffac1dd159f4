/** The address that a link's word makes. */
export const linkOf = (word: string): string => `${location.origin}/#link=${word}`;
