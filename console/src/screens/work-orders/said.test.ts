import { expect, it } from "vitest";
import { fileOf } from "./file";
import { changed, unchanged } from "./said";
import { order } from "./sample";

const at = "2026-06-01T10:00:00Z";

it("a change is said of each, and put back as each was before", () => {
  const orders = [order("a", { due_at: "2026-06-02T08:00:00Z" }), order("b")];
  const change = { due_at: "2026-06-03T08:00:00Z" };
  expect(changed(orders, change, at)).toEqual({
    a: [{ kind: "plan", at, due_at: "2026-06-03T08:00:00Z" }],
    b: [{ kind: "plan", at, due_at: "2026-06-03T08:00:00Z" }],
  });
  expect(unchanged(orders, change, at)).toEqual({
    a: [{ kind: "plan", at, due_at: "2026-06-02T08:00:00Z" }],
    b: [{ kind: "plan", at, due_at: null }],
  });
  expect(unchanged([order("c", { assigned: "crew:light" })], { to: "" }, at)).toEqual({
    c: [{ kind: "assign", at, to: "crew:light" }],
  });
});

it("a table holds what people wrote, and no spreadsheet reckons with it", () => {
  const [head, row] = fileOf([order("a", { title: '=1+1 "x"', reason: "wet, cold", location: [19.8, 45.2] })]).split("\r\n");
  expect(head!.startsWith("\ufefforder,title,")).toBe(true);
  expect(row).toBe(`a,"'=1+1 ""x""",repair,open,normal,,,2026-06-01T06:00:00Z,,,,19.8,45.2,0,0,"wet, cold"`);
});
