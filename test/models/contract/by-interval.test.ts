import { expect, test } from "vitest";
import type { CovariateHistories } from "../../../models/covariates/covariate-histories.js";
import {
  byInterval,
  fit as fitModel,
  geometric,
  type Histories,
  historiesFrom,
  type Likelihood,
  nearer,
  paramsOfSet,
  paymentsDue,
  sbg,
} from "../../../models/index.js";

const monthly = historiesFrom([1, 4, 9, 2, 6], [1, 4, 9, 2, 6], [5, 4, 9, 8, 11], [30, 50, 70, 20, 15]);
const yearly = historiesFrom([0, 1, 2, 1], [0, 1, 2, 1], [1, 1, 2, 3], [40, 55, 31, 12]);

function together(...parts: readonly Histories[]): CovariateHistories {
  const column = (of: (h: Histories) => Float64Array): Float64Array =>
    Float64Array.from(parts.flatMap((h) => [...of(h)]));
  return {
    ...{ x: column((h) => h.x), tx: column((h) => h.tx), T: column((h) => h.T), n: column((h) => h.n) },
    group: Uint32Array.from(parts.flatMap((h, g) => [...h.n].map(() => g))),
    groups: parts.map(() => new Float64Array(0)),
  };
}

const sets = ["month", "year"];
const both = byInterval(sbg as unknown as Likelihood<string, Histories>, sets);
const data = together(monthly, yearly);

test("the likelihood of all intervals is the sum of theirs, with its derivatives", () => {
  const p = { "alpha:month": 0.8, "beta:month": 5, "alpha:year": 1.2, "beta:year": 2 };
  const gradient = new Float64Array(4);
  const sum = both.logLikelihood(p, data, gradient);
  const slopes = [new Float64Array(2), new Float64Array(2)];
  const expected =
    sbg.logLikelihood({ alpha: 0.8, beta: 5 }, monthly, slopes[0]) +
    sbg.logLikelihood({ alpha: 1.2, beta: 2 }, yearly, slopes[1]);
  expect(sum).toBeCloseTo(expected, 10);
  expect([...gradient]).toEqual([...slopes[0]!, ...slopes[1]!]);
});

test("a fit gives each interval what a fit of it alone gives", () => {
  const found = fitModel(both, data);
  for (const [set, h] of [
    ["month", monthly],
    ["year", yearly],
  ] as const) {
    const own = paramsOfSet(sbg.params, sets, found.params, set);
    const alone = fitModel(sbg, h).params;
    for (const k of sbg.params) expect(Math.abs(own[k] / alone[k] - 1)).toBeLessThan(1e-3);
  }
});

test("one interval keeps the model's own parameters, and what it contains is contained by interval", () => {
  const one = byInterval(sbg as unknown as Likelihood<string, Histories>, ["all"]);
  expect([one.name, ...one.params]).toEqual(["sbg", "alpha", "beta"]);
  const inner = both.contains![0]!;
  expect(inner.inner.name).toBe("geometric by interval");
  const p = inner.embed({ "odds:month": 0.1, "odds:year": 0.5 });
  expect(both.logLikelihood(p, data)).toBeCloseTo(
    geometric.logLikelihood({ odds: 0.1 }, monthly) + geometric.logLikelihood({ odds: 0.5 }, yearly),
    1,
  );
});

test.each([
  [{ interval: 365.25, due: 120 }, 90, 0],
  [{ interval: 365.25, due: 120 }, 120, 1],
  [{ interval: 365.25, due: 120 }, 485, 1],
  [{ interval: 365.25, due: 120 }, 486, 2],
  [{ interval: 30.4375, due: 10 }, 90, 3],
])("payments due of %o within %d days: %d", (clock, days, due) => {
  expect(paymentsDue(clock, days)).toBe(due);
});

test("a payment that is due sooner is discounted less", () => {
  expect(nearer({ interval: 365, due: 365 }, 0.001)).toBe(1);
  expect(nearer({ interval: 365, due: 65 }, 0.001)).toBeCloseTo(Math.exp(0.3), 12);
});
