import { expect, test } from "vitest";
import type { AbnormalAsset, Status } from "../server/types";
import { inGroups } from "./groups";

function row(id: number, status: Status, since: string, because?: number): AbnormalAsset {
  return {
    id,
    urn: `urn:${id}`,
    type: "Streetlight",
    layer: 0,
    name: `A-${id}`,
    location: [0, 0],
    status,
    since,
    because: because === undefined ? null : { id: because, name: `A-${because}` },
  };
}

test("what one cabinet explains is one row that it leads", () => {
  const [group, ...others] = inGroups([row(1, 3, "10"), row(2, 3, "11", 9), row(9, 2, "11"), row(3, 3, "12", 9)], false);
  expect(group).toMatchObject({ because: 9, name: "A-9", status: 2, since: "12" });
  expect(group?.rows.map(({ id }) => id)).toEqual([9, 2, 3]);
  expect(others).toHaveLength(1);
});

test("the worst come first, of equals the newest", () => {
  const rows = [row(1, 1, "10"), row(2, 2, "01"), row(3, 1, "11")];
  expect(inGroups(rows, false).map(({ because }) => because)).toEqual([2, 3, 1]);
  expect(inGroups(rows, true).map(({ because }) => because)).toEqual([3, 1, 2]);
});
