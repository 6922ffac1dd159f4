import { expect, test } from "vitest";
import { htmlInCyrillic } from "./topics";

test("the words of a page are in Cyrillic, its keys and tags are not", () => {
  expect(htmlInCyrillic('<p class="x">Pritisnite <kbd>Esc</kbd> &amp; <code>mesto doctor</code> za kraj.</p>')).toBe(
    '<p class="x">Притисните <kbd>Esc</kbd> &amp; <code>mesto doctor</code> за крај.</p>',
  );
});
