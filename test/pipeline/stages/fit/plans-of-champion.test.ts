import { expect, test } from "vitest";
import type { ModelFile } from "../../../../pipeline/artifacts/model-file.js";
import { withPlans } from "../../../../pipeline/stages/fit/plans-of-champion.js";

const champion = {
  modelVersion: "v",
  purchase: {
    calendar: {
      ...{ firstDay: 0, asOf: 100 },
      events: [{ name: "sale", effect: 0.5, standardError: 0.1, days: [50, 120] }],
    },
  },
} as unknown as ModelFile;

const daysOf = (model: ModelFile) => model.purchase.calendar!.events![0]!.days;

test("a champion that goes on scoring knows the plans of today, and keeps the days that it was fitted to", () => {
  const planned = [
    { name: "sale", closed: false, days: [50, 60, 140, 150] },
    { name: "closing", closed: true, days: [150] },
    { name: "fair", closed: false, days: [130] },
  ];
  const now = withPlans(champion, planned);
  expect(daysOf(now)).toEqual([50, 140]);
  expect(now.purchase.calendar!.events).toHaveLength(1);
  expect(daysOf(withPlans(champion, []))).toEqual([50]);
});

test("one without events stays as it is", () => {
  const plain = { purchase: {} } as ModelFile;
  expect(withPlans(plain, [{ name: "sale", closed: false, days: [1] }])).toBe(plain);
});
