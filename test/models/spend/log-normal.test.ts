import { describe, expect, test } from "vitest";
import { normal, seededRandom } from "../../../models/numeric/random.js";
import {
  fitLogNormal,
  type LogSpendRows,
  logNormalSpend,
  scaledLogNormal,
} from "../../../models/spend/log-normal.js";
import { near } from "../near.js";
import { type Purchases, simulatedSpend, sum } from "./simulate-spend.js";

/** What the engine makes of purchases: customers by number of purchases. */
function rowsOf(purchases: Purchases): LogSpendRows {
  const byNumber = new Map<number, number[]>();
  for (const own of purchases) {
    const logs = own.map(Math.log);
    const known = byNumber.get(own.length) ?? [0, 0, 0, 0];
    const added = [1, sum(logs), sum(logs) ** 2 / own.length, sum(logs.map((v) => v * v))];
    byNumber.set(
      own.length,
      known.map((v, i) => v + added[i]!),
    );
  }
  const rows = [...byNumber].sort(([a], [b]) => a - b);
  const column = (i: number): Float64Array => Float64Array.from(rows, ([, found]) => found[i]!);
  return {
    purchases: Float64Array.from(rows, ([n]) => n),
    customers: column(0),
    sums: column(1),
    squaredSums: column(2),
    squares: column(3),
  };
}

function logNormalPurchases(customers: number, within: number, between: number, seed: number): Purchases {
  const random = seededRandom(seed);
  return simulatedSpend(customers, random, () => {
    const theta = 3 + Math.sqrt(between) * normal(random);
    return () => Math.exp(theta + Math.sqrt(within) * normal(random));
  });
}

/** Sums over repeat purchases: what the fit expects of them, and what they came to. */
function repeats(purchases: Purchases, expected: (own: readonly number[]) => number): [number, number] {
  return [
    sum(purchases.map((own) => (own.length - 1) * expected(own))),
    sum(purchases.map((own) => sum(own.slice(1)))),
  ];
}

describe("fit", () => {
  test.each([
    [0.5, 0.25],
    [0.1, 1],
    [1.2, 0.3],
  ])("variances %d within and %d between customers are found, and the scale is 1", (within, between) => {
    const purchases = logNormalPurchases(20_000, within, between, 4);
    const fit = fitLogNormal(rowsOf(purchases));
    near(fit.params.within, within, 0.02);
    near(fit.params.between, between, 0.05);
    near(fit.params.mean, 3, 0.01);
    const expected = (own: readonly number[]): number =>
      logNormalSpend(fit.params, own.length, sum(own.map(Math.log)));
    const scaled = scaledLogNormal(fit, ...repeats(purchases, expected));
    near(scaled.params.scale, 1, 0.05);
    expect(scaled.verdict.status).toBe("identified");
    const [predicted, spent] = repeats(purchases, (own) =>
      logNormalSpend(scaled.params, own.length, sum(own.map(Math.log))),
    );
    near(predicted, spent, 1e-9);
  });

  test("balanced data: the table of an analysis of variance, by hand", () => {
    // logs 1, 3 and 4, 6: within (2 + 2) / 2, between means 2 and 5 with variance 4.5, less 2 / 2
    const fit = fitLogNormal(rowsOf([[1, 3].map(Math.exp), [4, 6].map(Math.exp)]));
    near(fit.params.within, 2, 1e-12);
    near(fit.params.between, 3.5, 1e-12);
    near(fit.params.mean, 3.5, 1e-12);
    expect(fit.verdict).toMatchObject({ status: "weak", codes: ["FEW_REPEAT_BUYERS"] });
  });

  test("own means that differ by chance alone have no weight", () => {
    const { params } = fitLogNormal(
      rowsOf([
        [2, 8],
        [8, 2],
        [4, 4],
        [2, 8],
      ]),
    );
    expect(params.between).toBe(0);
    near(logNormalSpend(params, 9, 9 * Math.log(100)), logNormalSpend(params, 0, 0), 1e-9);
  });

  test("where purchases of one customer do not vary, each is worth its own", () => {
    const fit = fitLogNormal(
      rowsOf([
        [5, 5, 5],
        [20, 20],
        [80, 80],
      ]),
    );
    expect(fit.params.within).toBeLessThan(1e-12);
    near(logNormalSpend(fit.params, 2, 2 * Math.log(20)), 20, 1e-6);
    expect(logNormalSpend(fit.params, 0, 0)).toBeGreaterThan(20);
  });

  test("nobody has come back, or nothing was spent: failed, with the reason", () => {
    expect(fitLogNormal(rowsOf([[5], [6], [7, 8]])).verdict).toMatchObject({
      status: "failed",
      reasons: ["1 of 3 customers have two purchases above 0"],
    });
    const fit = fitLogNormal(
      rowsOf([
        [5, 6],
        [7, 8],
      ]),
    );
    expect(scaledLogNormal(fit, 20, 0).verdict.status).toBe("failed");
    expect(scaledLogNormal(fit, 20, -3).verdict.status).toBe("failed");
  });

  test("a scale far from 1 is said", () => {
    const fit = fitLogNormal(rowsOf(logNormalPurchases(500, 0.5, 0.3, 1)));
    expect(scaledLogNormal(fit, 100, 149).verdict.status).toBe("identified");
    expect(scaledLogNormal(fit, 100, 151).verdict).toMatchObject({
      status: "weak",
      reasons: [expect.stringContaining("come to 1.51 of what a log-normal expects")],
    });
    expect(scaledLogNormal(fit, 100, 66).verdict.status).toBe("weak");
  });
});

describe("expected spend", () => {
  const p = { mean: 3, within: 0.5, between: 0.25, scale: 1 };

  test("is the mean of the posterior predictive distribution, by simulation", () => {
    // theta given n = 2 and S = 8: kappa 2, so Z = 1/2, mean 3.5, variance 0.125
    near(logNormalSpend(p, 2, 8), Math.exp(3.5 + 0.125 / 2 + 0.25), 1e-12);
    const random = seededRandom(2);
    let sum = 0;
    let weights = 0;
    for (let i = 0; i < 200_000; i++) {
      const theta = 3 + 0.5 * normal(random);
      const weight = Math.exp(-((2 * (4 - theta)) ** 2) / 2 / (2 * 0.5)); // N(S; 2 theta, 2 within)
      weights += weight;
      sum += weight * Math.exp(theta + 0.25);
    }
    near(logNormalSpend(p, 2, 8), sum / weights, 0.01);
  });

  test("nothing known: the mean of all; much known: the own mean", () => {
    near(logNormalSpend(p, 0, 0), Math.exp(3 + 0.375), 1e-12);
    near(logNormalSpend(p, 1e6, 5e6), Math.exp(5.25), 1e-5);
    near(logNormalSpend({ ...p, scale: 2 }, 3, 9), 2 * logNormalSpend(p, 3, 9), 1e-12);
  });
});
