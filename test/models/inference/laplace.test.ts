import { describe, expect, test } from "vitest";
import { drawnParams } from "../../../models/inference/draws.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import { laplace, laplaceDraws, sigmaPoints } from "../../../models/inference/laplace.js";
import type { Fit, Params } from "../../../models/model.js";
import { gammaVariate, seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { near } from "../near.js";
import { simulatedHistories } from "./simulated-histories.js";
import { erlang, waits } from "./toys.js";

const histories = simulatedHistories(3000, 21);
const f = fitModel(bgNbd, histories);

/** Covariance of ln p that the fit states: Cov(p_i, p_j) / (p_i p_j). */
function logCovariance(of: Fit): number[][] {
  const names = Object.keys(of.params);
  return of.covariance!.map((row, i) =>
    row.map((v, j) => v / (of.params[names[i]!]! * of.params[names[j]!]!)),
  );
}

/** Mean and covariance (over `count`) of ln p. */
function logMoments(points: readonly Params[]): { mean: number[]; covariance: number[][] } {
  const names = Object.keys(points[0]!);
  const logs = points.map((p) => names.map((k) => Math.log(p[k]!)));
  const mean = names.map((_, i) => logs.reduce((sum, u) => sum + u[i]!, 0) / logs.length);
  const covariance = names.map((_, i) =>
    names.map(
      (_, j) => logs.reduce((sum, u) => sum + (u[i]! - mean[i]!) * (u[j]! - mean[j]!), 0) / logs.length,
    ),
  );
  return { mean, covariance };
}

describe("sigma points", () => {
  const points = sigmaPoints(f);

  test("are two a parameter, with exactly the mean and covariance of ln p", () => {
    expect(points.length).toBe(8);
    const { mean, covariance } = logMoments(points);
    const expected = logCovariance(f);
    for (const [i, k] of bgNbd.params.entries()) {
      expect(Math.abs(mean[i]! - Math.log(f.params[k]))).toBeLessThan(1e-13);
      for (const j of [0, 1, 2, 3]) {
        const size = Math.sqrt(expected[i]![i]! * expected[j]![j]!);
        expect(Math.abs(covariance[i]![j]! - expected[i]![j]!) / size).toBeLessThan(1e-11);
      }
    }
  });

  test("are exact for what is quadratic in ln p", () => {
    const quadratic = (p: Params): number => Math.log(p.r!) * Math.log(p.b!) + 3 * Math.log(p.a!) ** 2;
    const mean = points.reduce((sum, p) => sum + quadratic(p), 0) / points.length;
    const c = logCovariance(f);
    near(mean, quadratic(f.params) + c[0]![3]! + 3 * c[2]![2]!, 1e-12);
  });
});

describe("draws", () => {
  test("have the moments of the normal approximation, within Monte Carlo error", () => {
    const count = 20_000;
    const draws = laplaceDraws(f, count, seededRandom(5));
    const { mean, covariance } = logMoments(drawnParams(draws));
    const expected = logCovariance(f);
    for (const [i, k] of bgNbd.params.entries()) {
      const error = Math.sqrt(expected[i]![i]! / count);
      expect(Math.abs(mean[i]! - Math.log(f.params[k]))).toBeLessThan(4 * error);
      for (const j of [0, 1, 2, 3]) {
        const size = Math.sqrt(expected[i]![i]! * expected[j]![j]!);
        expect(Math.abs(covariance[i]![j]! - expected[i]![j]!) / size).toBeLessThan(4 * Math.sqrt(2 / count));
      }
    }
  });

  test("repeat under a seed", () => {
    expect(laplaceDraws(f, 5, seededRandom(1))).toEqual(laplaceDraws(f, 5, seededRandom(1)));
    expect(laplaceDraws(f, 5, seededRandom(1))).not.toEqual(laplaceDraws(f, 5, seededRandom(2)));
  });
});

describe("parameters without doubt", () => {
  test("keep their value: fixed ones", () => {
    const fixed = fitModel(bgNbd, histories, { fixed: { b: 2.5 } });
    const points = sigmaPoints(fixed);
    expect(points.length).toBe(6);
    for (const p of [...points, ...drawnParams(laplaceDraws(fixed, 20, seededRandom(1)))]) {
      expect(p.b).toBe(2.5);
      expect(p.a).not.toBe(fixed.params.a);
    }
  });

  test("keep their value: whole ones", () => {
    const random = seededRandom(31);
    const data = waits(Array.from({ length: 900 }, () => gammaVariate(random, 3, 0.2)));
    const found = fitModel(erlang, data);
    const points = sigmaPoints(found);
    expect(points.map((p) => p.k)).toEqual([3, 3]);
    near(Math.log(points[0]!.rate / points[1]!.rate) / 2, 1 / Math.sqrt(900 * 3), 1e-5, "1 / sqrt(N k)");
  });

  test("all of them held leave the estimate alone", () => {
    const none = fitModel(bgNbd, histories, { fixed: f.params });
    expect(sigmaPoints({ ...none, covariance: [0, 1, 2, 3].map(() => [0, 0, 0, 0]) })).toEqual([f.params]);
  });
});

test("a fit without covariance says so", () => {
  expect(() => laplace({ ...f, covariance: null })).toThrow("the fit of bg-nbd has no covariance (singular)");
});
