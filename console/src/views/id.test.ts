import { expect, test } from "vitest";
import { idFor } from "./id";

test.each([
  ["Noční směna – centrum", "nocni-smena-centrum-0000"],
  ["Full bins > 80 %", "full-bins-80-0000"],
  ["Осветљење", "view-0000"],
  ["x".repeat(90), `${"x".repeat(40)}-0000`],
])("%s has a plain name in its address", (title, id) => {
  expect(idFor(title, 0)).toBe(id);
  expect(idFor(title, 0.999999)).toMatch(/^[a-z0-9][a-z0-9-]{0,59}$/);
});
