/** What people type into a form, read as JSON, and JSON as they may type it. Pure. */

/** Read a number, with a point or a comma; the server says what is wrong with anything else. */
export function numberIn(text: string): unknown {
  const read = Number(text.replace(",", "."));
  return text.trim() === "" || Number.isNaN(read) ? text : read;
}

/** Read one item a line. */
export function itemsIn(text: string, numbers: boolean): unknown[] {
  const lines = text.split("\n").map((line) => line.trim()).filter(Boolean);
  return numbers ? lines.map(numberIn) : lines;
}

/** Read any JSON; what is none is a text. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Write any JSON; a text as it is, and nothing where there is none. */
export const written = (value: unknown) => (typeof value === "string" ? value : (JSON.stringify(value) ?? ""));
