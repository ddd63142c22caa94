import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bdw } from "../../../models/contract/bdw.js";
import { churnProbability, geometric } from "../../../models/contract/geometric.js";
import { sbg } from "../../../models/contract/sbg.js";
import { historiesFrom } from "../../../models/histories.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import { near } from "../near.js";
import { highEnd, lastYear, regular, subscribers } from "./published-survival.js";

describe("Fader & Hardie (2007), years 1 to 7", () => {
  test("sBG: estimates and log-likelihood of both segments, to full precision", () => {
    const first = fitModel(sbg, subscribers(regular));
    near(first.params.alpha, 0.70407728, 1e-6);
    near(first.params.beta, 1.182043, 1e-6);
    near(first.logLikelihood, -1680.26518846, 1e-11);
    const second = fitModel(sbg, subscribers(highEnd));
    near(second.params.alpha, 0.66808833, 1e-6);
    near(second.params.beta, 3.80609477, 1e-6);
    near(second.logLikelihood, -1611.15814739, 1e-11);
    expect(first.verdict.status).toBe("identified");
    expect(second.verdict.status).toBe("identified");
  });

  test("BdW: estimates and log-likelihood of the regular segment", () => {
    const { params, logLikelihood } = fitModel(bdw, subscribers(regular));
    near(params.alpha, 0.45561397, 1e-5);
    near(params.beta, 0.77932547, 1e-5);
    near(params.c, 1.28345134, 1e-5);
    near(logLikelihood, -1679.60283291, 1e-11);
  });

  test("a year more than was fitted is projected within two points up to year 12", () => {
    for (const percent of [regular, highEnd]) {
      const { params } = fitModel(sbg, subscribers(percent));
      for (let k = lastYear + 1; k <= 12; k++) {
        const projected = 100 * sbg.probabilityStaying(params, 0, 0, 0, k);
        expect(Math.abs(projected - percent[k]!), `year ${k}: ${projected}`).toBeLessThan(2);
      }
    }
  });

  test("the geometric estimate is contracts ended over renewals made, and fits far worse", () => {
    const h = subscribers(regular);
    const { params, logLikelihood } = fitModel(geometric, h);
    const ended = 1000 - 241;
    const renewals = 631 + 468 + 382 + 326 + 289 + 262 + 241;
    near(params.odds, ended / renewals, 1e-9);
    near(churnProbability(params), ended / (ended + renewals), 1e-9);
    expect(logLikelihood).toBeLessThan(-1680.265 - 100);
  });
});

describe("models in one another", () => {
  const h = historiesFrom([0, 1, 5, 7, 3000, 0], [0, 1, 5, 7, 3000, 0], [1, 8, 5, 30, 5000, 40]);

  test("BdW with c = 1 is the sBG, in likelihood, gradient and predictions", () => {
    for (const p of [
      { alpha: 0.704, beta: 1.182 },
      { alpha: 40, beta: 0.3 },
      { alpha: 1e5, beta: 1e6 },
    ]) {
      const q = { ...p, c: 1 };
      const inner = new Float64Array(2);
      const outer = new Float64Array(3);
      near(bdw.logLikelihood(q, h, outer), sbg.logLikelihood(p, h, inner), 1e-11);
      near(outer[0]!, inner[0]!, 1e-8);
      near(outer[1]!, inner[1]!, 1e-8);
      for (const T of [0, 3, 900])
        near(
          bdw.discountedPurchasesIfAlive(q, T, T, T, Infinity, 0.01),
          sbg.discountedPurchasesIfAlive(p, T, T, T, Infinity, 0.01),
          1e-12,
        );
    }
    expect(bdw.contains![0]!.embed({ alpha: 2, beta: 3 })).toEqual({ alpha: 2, beta: 3, c: 1 });
    expect(bdw.contains![0]!.inner).toBe(sbg);
  });

  test("the sBG near its limit is the geometric model", () => {
    const young = historiesFrom([0, 1, 5, 7, 0], [0, 1, 5, 7, 0], [1, 8, 5, 20, 12]);
    const p = sbg.contains![0]!.embed({ odds: 0.25 });
    near(p.alpha / p.beta, 0.25, 1e-15);
    near(sbg.logLikelihood(p, young), geometric.logLikelihood({ odds: 0.25 }, young), 1e-4);
    near(
      sbg.expectedPurchasesNewCustomer(p, 12),
      geometric.expectedPurchasesNewCustomer({ odds: 0.25 }, 12),
      1e-4,
    );
  });

  test("an sBG fitted to subscribers who are alike says that its parameters run away together", () => {
    const survivors = Array.from({ length: 8 }, (_, k) => 100 * 0.8 ** k);
    const { verdict } = fitModel(sbg, subscribers(survivors));
    expect(verdict.codes).toContain("BOUNDARY");
  });
});

test("sums for ever and over millions of periods have twelve digits of mpmath", () => {
  const table = JSON.parse(
    readFileSync(new URL("../../fixtures/survival-sums.json", import.meta.url), "utf8"),
  ) as [number, number, number, number, number | null, number, number][];
  expect(table.length).toBeGreaterThan(120);
  for (const [alpha, beta, c, T, t, delta, expected] of table) {
    const what = `alpha ${alpha} beta ${beta} c ${c} T ${T} t ${t} delta ${delta}`;
    const sum = bdw.discountedPurchasesIfAlive({ alpha, beta, c }, T, T, T, t ?? Infinity, delta);
    near(sum, expected, 1e-12, what);
    if (c === 1)
      near(
        sbg.discountedPurchasesIfAlive({ alpha, beta }, T, T, T, t ?? Infinity, delta),
        expected,
        1e-12,
        what,
      );
  }
});

test("the geometric sum is a closed form", () => {
  for (const odds of [1e-6, 0.01, 0.25, 20])
    for (const t of [1, 200, 300, 10_000]) {
      const q = 1 / (1 + odds);
      near(
        geometric.expectedPurchasesNewCustomer({ odds }, t),
        (-Math.expm1(t * Math.log(q)) * q) / (1 - q),
        1e-9,
      );
    }
  near(
    geometric.discountedPurchasesIfAlive({ odds: 0.25 }, 3, 3, 3, Infinity, Math.log(1.1)),
    0.8 / 0.3,
    1e-14,
  );
});

describe("what contracts mean", () => {
  const p = { alpha: 0.704, beta: 1.182 };

  test("t_x = T subscribes still, t_x < T has left for good", () => {
    expect(sbg.probabilityAlive(p, 4, 4, 4)).toBe(1);
    expect(sbg.probabilityAlive(p, 3, 3, 4)).toBe(0);
    expect(sbg.expectedPurchases(p, 3, 3, 4, 100)).toBe(0);
    expect(sbg.conditionalPmf(p, 0, 3, 3, 4, 100)).toBe(1);
    expect(sbg.conditionalPmf(p, 1, 3, 3, 4, 100)).toBe(0);
  });

  test("the likelihood is that of S(t_x) - S(t_x+1) for who left and S(T) for who stayed", () => {
    const S = (k: number) => sbg.probabilityStaying(p, 0, 0, 0, k);
    const h = historiesFrom([2, 5], [2, 5], [4, 5], [3, 7]);
    near(sbg.logLikelihood(p, h), 3 * Math.log(S(2) - S(3)) + 7 * Math.log(S(5)), 1e-13);
  });

  test("x is not read: part of the renewals may be missing from it", () => {
    const h = historiesFrom([1, 2], [2, 5], [4, 5]);
    const full = historiesFrom([2, 5], [2, 5], [4, 5]);
    expect(sbg.logLikelihood(p, h)).toBe(sbg.logLikelihood(p, full));
  });

  test("no contract has ended, or few have: the fit says so", () => {
    const none = fitModel(sbg, historiesFrom([1, 2], [1, 2], [1, 2]));
    expect(none.verdict).toMatchObject({ status: "failed", codes: ["NO_VARIATION"] });
    const few = fitModel(geometric, historiesFrom([1, 2, 0], [1, 2, 0], [1, 3, 4], [100, 8, 1]));
    expect(few.verdict).toMatchObject({ status: "weak", codes: ["FEW_REPEAT_BUYERS"] });
    expect(few.verdict.reasons[0]).toContain("9 of 109 subscribers have ended their contract");
    near(few.params.odds, 9 / (100 + 2 * 8), 1e-9);
  });
});

test("far parameters give numbers, not NaN: k^c beyond a double", () => {
  const h = historiesFrom([0, 1, 50], [0, 1, 50], [1, 3, 60]);
  for (const c of [1e-6, 200, 900, 1e6]) {
    const gradient = new Float64Array(3);
    const p = { alpha: 1e-3, beta: 0.5, c };
    const value = bdw.logLikelihood(p, h, gradient);
    expect([value, ...gradient].every(Number.isFinite), `c ${c}: ${value} ${gradient.join(" ")}`).toBe(true);
    expect(Number.isFinite(bdw.discountedPurchasesIfAlive(p, 2, 2, 2, Infinity, 1e-4))).toBe(true);
  }
  // B(alpha, y) is a power of y there: the switch between the two forms is smooth
  const at = (c: number) => bdw.logSurvival({ alpha: 0.01, beta: 0.5, c }, 0, 100);
  near(at(125.0001) - at(125), at(124.9999) - at(124.9998), 1e-6);
});
