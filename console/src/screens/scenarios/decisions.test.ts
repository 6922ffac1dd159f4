import { expect, test } from "vitest";
import { NEW_GRID, readDecision, withColumn, writeDecision } from "./decisions";

test("a grid is written as a decision and read back", () => {
  const grid = { ...withColumn(NEW_GRID, "inputs", "local.hour"), rows: [{ in1: "> 0.9", in2: "[8..16]", out1: '"high"' }] };
  expect(readDecision(writeDecision(grid))).toEqual(grid);
});

test("a new column is empty in every row and has a name of its own", () => {
  const { inputs, rows } = withColumn(withColumn(NEW_GRID, "inputs", "a"), "inputs", "b");
  expect(inputs.map(({ id }) => id)).toEqual(["in1", "in2", "in3"]);
  expect(rows).toEqual([{ in1: "", in2: "", in3: "", out1: "" }]);
});

test("what is more than one table stays as it is", () => {
  const { nodes, ...rest } = writeDecision(NEW_GRID) as { nodes: object[] };
  expect(readDecision({ ...rest, nodes: [...nodes, { type: "functionNode", content: {} }] })).toBeNull();
  expect(readDecision(undefined)).toBeNull();
});
