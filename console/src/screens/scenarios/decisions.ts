/** A decision table as a grid, and as the JSON Decision Model that the server reckons with. Pure. */

export interface Column {
  id: string;
  field: string; //: what it asks about or says, e.g. entity.fillingLevel
}

export interface Grid {
  inputs: Column[];
  outputs: Column[];
  rows: Record<string, string>[]; //: by column, an expression; empty: whatever it is
}

interface Content {
  hitPolicy: string;
  inputs: (Column & { name: string })[];
  outputs: (Column & { name: string })[];
  rules: Record<string, string>[];
}

export const NEW_GRID: Grid = {
  inputs: [{ id: "in1", field: "value" }],
  outputs: [{ id: "out1", field: "severity" }],
  rows: [{ in1: "", out1: "" }],
};

/** Write a grid as a decision of one table. */
export function writeDecision({ inputs, outputs, rows }: Grid): Record<string, unknown> {
  const named = (columns: Column[]) => columns.map((column) => ({ ...column, name: column.field }));
  const content: Content = {
    hitPolicy: "first",
    inputs: named(inputs),
    outputs: named(outputs),
    rules: rows.map((row, at) => ({ _id: `row${at + 1}`, ...row })),
  };
  return {
    nodes: [
      { id: "input", name: "input", type: "inputNode", content: {} },
      { id: "table", name: "table", type: "decisionTableNode", content },
      { id: "output", name: "output", type: "outputNode", content: {} },
    ],
    edges: [
      { id: "edge1", sourceId: "input", targetId: "table", type: "edge" },
      { id: "edge2", sourceId: "table", targetId: "output", type: "edge" },
    ],
  };
}

/** Read a decision as a grid; null where it is more than one table. */
export function readDecision(decision: unknown): Grid | null {
  const nodes = (decision as { nodes?: { type: string; content: Content }[] } | undefined)?.nodes ?? [];
  const tables = nodes.filter(({ type }) => type === "decisionTableNode");
  const others = nodes.filter(({ type }) => !["inputNode", "outputNode", "decisionTableNode"].includes(type));
  if (tables.length !== 1 || others.length > 0) return null;
  const { inputs, outputs, rules } = tables[0]!.content;
  const plain = (columns: Column[]) => columns.map(({ id, field }) => ({ id, field }));
  return { inputs: plain(inputs), outputs: plain(outputs), rows: rules.map(({ _id, ...row }) => row) };
}

/** Add a column, asked about or said. */
export function withColumn(grid: Grid, side: "inputs" | "outputs", field: string): Grid {
  const word = side === "inputs" ? "in" : "out";
  const taken = grid[side].map(({ id }) => id);
  const id = Array.from({ length: taken.length + 1 }, (_, at) => `${word}${at + 1}`).find((one) => !taken.includes(one))!;
  return { ...grid, [side]: [...grid[side], { id, field }], rows: grid.rows.map((row) => ({ ...row, [id]: "" })) };
}
