import { expect, test } from "vitest";
import { readGuide } from "./guides";

const PAGE = `# Mend messages

A message is *kept*. See [the gates](gates.md#mqtt), [the code](../../mesto/x.py) or [the standard](https://example.org).

![How it looks.](../pictures/look.webp)

## Look

| key | does |
|---|---|
| \`/\` | searches |
`;

test("a page has a title, a first paragraph and the rest", () => {
  const guide = readGuide(PAGE);
  expect(guide.title).toBe("Mend messages");
  expect(guide.lead).toContain("A message is <em>kept</em>.");
  expect(guide.html).not.toContain("<h1");
  expect(guide.html).toContain("<h3>Look</h3>");
  expect(guide.html).toContain("<td><code>/</code></td>");
});

test("pictures are left out: the reader has the console itself before the eyes", () => {
  expect(readGuide(PAGE).html).not.toMatch(/<img|<p><\/p>/);
});

test("links lead to other guides or out of the console, and nowhere else", () => {
  const { lead } = readGuide(PAGE);
  expect(lead).toContain('<a data-guide="gates">the gates</a>');
  expect(lead).toContain('<a href="https://example.org" target="_blank" rel="noopener noreferrer">');
  expect(lead).toContain(", the code or");
});
