import { expect, test } from "vitest";
import { NEW, sentCampaign, shownCampaign } from "./grammar";

test("shares are percent in the form, and stages grow to all", () => {
  const sent = sentCampaign({ ...NEW, pilot: 10, half: 5, failures: 12.5 });
  expect(sent.stages).toEqual([0.05, 0.1, 1]);
  expect(sent.most_failures).toBe(0.125);
  const { pilot, half, failures } = shownCampaign(sent);
  expect([pilot, half, failures]).toEqual([5, 10, 12.5]);
});

test("a pilot that is all is one stage", () => {
  expect(sentCampaign({ ...NEW, pilot: 100, half: 100 }).stages).toEqual([1]);
});
