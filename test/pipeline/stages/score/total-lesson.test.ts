import { expect, test } from "vitest";
import type { TotalRival } from "../../../../models/index.js";
import type { ModelFile } from "../../../../pipeline/artifacts/model-file.js";
import { configSchema } from "../../../../pipeline/config/config.js";
import { totalsSafety, usedRivals, wideningOf } from "../../../../pipeline/stages/score/total-lesson.js";

const lastYear = { rival: "last-year" } as TotalRival;
const model = (k: readonly (readonly [number, number])[], unsupported = false): ModelFile =>
  ({
    totals: {
      safety: {
        byHorizon: k.map(([purchases, value], i) => ({ days: [90, 180][i], purchases, value })),
        ...{ unsupported, reason: unsupported ? "far off" : null },
      },
      rivals: [
        { days: 90, purchases: null, value: lastYear },
        { days: 180, purchases: lastYear, value: null },
      ],
    },
    spend: {},
  }) as unknown as ModelFile;
const config = (of: object = {}) => configSchema.parse({ value: { horizonsDays: [90, 180, 365] }, ...of });

test("each horizon is widened by its own factor, one that is not known by that of the nearest", () => {
  expect(
    wideningOf(
      model([
        [1.2, 1],
        [1, 1.4],
      ]),
      config(),
      [90, 180, 365],
    ),
  ).toEqual({
    purchases: [1.2, 1, 1],
    value: [1, 1.4, 1.4],
  });
  expect(wideningOf({}, config(), [90])).toBeNull();
  expect(wideningOf(model([[1.2, 1]]), config({ purchase: { calendar: "off" } }), [90])).toBeNull();
});

test("what is said beside the totals", () => {
  const of = (m: ModelFile) => totalsSafety(m, config());
  expect(of(model([[1, 1]]))).toBeNull();
  expect(of(model([[1.2, 1.3]]))).toEqual({ unsupported: false, reason: null, widened: 1.3 });
  expect(of(model([[1, 1]], true))).toEqual({ unsupported: true, reason: "far off", widened: 1 });
});

test("naive forecasts are used where they are better, at horizons that are asked for, unless they are off", () => {
  expect(usedRivals(model([]), config()).map((u) => [u.at, u.days, u.target])).toEqual([
    [0, 90, "value"],
    [1, 180, "purchases"],
  ]);
  expect(usedRivals({ ...model([]), spend: null }, config()).map((u) => u.target)).toEqual(["purchases"]);
  expect(usedRivals(model([]), config({ value: { horizonsDays: [30] } }))).toEqual([]);
  expect(usedRivals(model([]), config({ forecast: { rival: "off" } }))).toEqual([]);
});
