import { describe, expect, test } from "vitest";
import type { Panel } from "../../boards/types";
import { asReported, complete, empty, moved, OFTEN, over, retitled } from "./wishes";

const text = (title: string): Panel => ({ kind: "text", title, text: "" });

describe("the form of a report", () => {
  test("a title is said anew in one language only", () => {
    expect(retitled("Old", "cs", "Nový")).toBe("Nový");
    expect(retitled({ en: "Old", cs: "Starý" }, "cs", "Nový")).toEqual({ en: "Old", cs: "Nový" });
  });

  test("what is of chosen days has no schedule", () => {
    const often = { ...empty("Lamps", "en"), schedule: OFTEN };
    expect(over(often, "week").schedule).toEqual(OFTEN);
    expect(over(often, { first: "2026-01-01", last: "2026-01-31" }).schedule).toBeNull();
  });

  test("a panel moves within its report", () => {
    const panels = [text("a"), text("b"), text("c")];
    expect(moved(panels, 0, 1).map(({ title }) => title)).toEqual(["b", "a", "c"]);
    expect(moved(panels, 0, -1)).toBe(panels);
    expect(moved(panels, 2, 1)).toBe(panels);
  });

  test("a panel leaves its place on the board behind", () => {
    expect(asReported({ ...text("a"), place: { x: 0, y: 0, w: 3, h: 2 } })).toEqual(text("a"));
  });

  test("a report without panels is not complete", () => {
    const lamps = empty("Lamps", "en");
    expect(complete(lamps, "Lamps")).toBe(false);
    expect(complete({ ...lamps, panels: [text("a")] }, "Lamps")).toBe(true);
    expect(complete({ ...lamps, panels: [text("a")] }, " ")).toBe(false);
  });
});
