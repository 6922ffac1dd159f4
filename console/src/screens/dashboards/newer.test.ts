import { expect, test } from "vitest";
import { isNewer } from "./newer";

const page = (name: string) => `<script type="module" crossorigin src="/assets/${name}.js"></script>`;

test("a page with other code is newer, the same and a broken one are not", () => {
  expect(isNewer(page("index-B"), "/assets/index-A.js")).toBe(true);
  expect(isNewer(page("index-A"), "/assets/index-A.js")).toBe(false);
  expect(isNewer("<h1>Bad gateway</h1>", "/assets/index-A.js")).toBe(false);
});
