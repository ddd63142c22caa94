import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import type { Params } from "../../../models/model.js";
import { type BgNbdParam, bgNbd } from "../../../models/purchase/bg-nbd.js";
import { historyClass, historyClasses } from "../../../models/validation/history-class.js";
import { predictHistories } from "../../../models/value/predict-histories.js";
import type { CorrectedLevels } from "../../../models/value/predictions.js";

const p: Params<BgNbdParam> = { r: 0.8, alpha: 30, a: 0.6, b: 2.4 };
const spend = { p: 6.25, q: 3.74 };
const levels = [0.025, 0.1, 0.9, 0.975];
const horizons = [90, 365];
const delta = Math.log(1.1) / 365;
const long = 180;
/** Two customers of every class. */
const h = historiesFrom(
  [0, 0, 0, 0, 1, 1, 1, 1, 2, 3, 2, 3, 5, 12, 5, 12],
  [0, 0, 0, 0, 200, 250, 20, 60, 200, 260, 30, 60, 250, 290, 60, 80],
  [40, 180, 181, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300, 300],
);
/** What a correction asks for: of each class, and of purchases and value, other levels. */
const corrected: CorrectedLevels = {
  long,
  purchases: historyClasses.map((_, c) => levels.map((level) => level ** (1 + 0.1 * c))),
  value: historyClasses.map((_, c) => levels.map((level) => level ** (1 / (1 + 0.07 * c)))),
};

test("the histories are of every class", () => {
  const classes = Array.from(h.x, (x, i) => historyClass(x, h.tx[i]!, h.T[i]!, long));
  expect([...new Set(classes)].sort()).toEqual([...historyClasses.keys()]);
});

test("corrected quantiles are, row by row, those that are got by asking for these levels", () => {
  const out = predictHistories(bgNbd, p, h, horizons, delta, { levels, spend, corrected });
  const plain = predictHistories(bgNbd, p, h, horizons, delta, { levels, spend });
  let differs = 0;
  for (let i = 0; i < h.x.length; i++) {
    const c = historyClass(h.x[i]!, h.tx[i]!, h.T[i]!, long);
    const one = historiesFrom([h.x[i]!], [h.tx[i]!], [h.T[i]!]);
    const asked = (of: readonly number[]) =>
      predictHistories(bgNbd, p, one, horizons, delta, { levels: of, spend });
    const [purchases, value] = [asked(corrected.purchases[c]!), asked(corrected.value[c]!)];
    for (const j of horizons.keys())
      for (const l of levels.keys()) {
        const what = `row ${i}, class ${c}, horizon ${j}, level ${l}`;
        expect(out.purchaseQuantiles[j]![l]![i], what).toBe(purchases.purchaseQuantiles[j]![l]![0]);
        // where the distributions are cut off depends on the highest level that anybody is asked for
        const [is, would] = [out.valueQuantiles[j]![l]![i]!, value.valueQuantiles[j]![l]![0]!];
        expect(Math.abs(is - would), what).toBeLessThanOrEqual(1e-9 * would);
        if (is !== plain.valueQuantiles[j]![l]![i]) differs++;
      }
  }
  expect(differs).toBeGreaterThan(h.x.length);
});

test("a correction that asks for the levels themselves changes nothing, and none changes an expectation", () => {
  const same = historyClasses.map(() => levels);
  const plain = predictHistories(bgNbd, p, h, horizons, delta, { levels, spend });
  const asIs = { long, purchases: same, value: same };
  expect(predictHistories(bgNbd, p, h, horizons, delta, { levels, spend, corrected: asIs })).toEqual(plain);
  const out = predictHistories(bgNbd, p, h, horizons, delta, { levels, spend, corrected });
  for (const key of ["pAlive", "expected", "discounted", "residual"] as const)
    expect(out[key]).toEqual(plain[key]);
});

describe("what is no correction of these levels is refused", () => {
  const asked = (of: Partial<CorrectedLevels>) => () =>
    predictHistories(bgNbd, p, h, horizons, delta, { levels, spend, corrected: { ...corrected, ...of } });
  test("too few classes", () => {
    expect(asked({ purchases: corrected.purchases.slice(1), value: corrected.value.slice(1) })).toThrow(
      "levels are corrected for 7 of 8 classes",
    );
  });
  test("too few levels of a class", () => {
    const short = corrected.value.map((of, c) => (c === 3 ? of.slice(1) : of));
    expect(asked({ value: short })).toThrow("corrected levels are as many as the nominal ones, 4");
  });
  test("a level outside (0, 1)", () => {
    expect(asked({ purchases: corrected.purchases.map(() => [0.1, 0.2, 0.9, 1]) })).toThrow(
      "a level must be in (0, 1); got 1",
    );
  });
});
