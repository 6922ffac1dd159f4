import { expect, test } from "vitest";
import { formats } from "../../language/formats.svelte";
import { fileName, zone } from "./files";

test("A file is named by the clock of the town, wherever who asks for it is", () => {
  formats.townZone = "Asia/Tokyo";
  expect(zone()).toBe("Asia/Tokyo");
  expect(fileName("Lamps", "csv", new Date("2026-11-25T18:30:00Z"))).toBe("Lamps 2026-11-26 03-30.csv");
  formats.townZone = null;
});
