import { describe, expect, test } from "vitest";
import type { FallbackFit } from "../../../models/inference/fallback.js";
import { type HoldoutScore, isUsable, rankByHoldout } from "../../../models/inference/holdout-score.js";
import { fitRanked } from "../../../models/inference/ranked-fit.js";
import type { Fit, Histories, Likelihood, Verdict } from "../../../models/model.js";
import { type PurchaseModelName, purchaseModel } from "../../../models/registry.js";

const modelOf = (name: string): Likelihood<string, Histories> => purchaseModel(name as PurchaseModelName);
const identified: Verdict = { status: "identified", codes: [], reasons: [] };
const doubtful: Verdict = { status: "weak", codes: ["BOUNDARY"], reasons: ["at its bound"] };
const failed: Verdict = { status: "failed", codes: ["NOT_CONVERGED"], reasons: ["steep"] };

function fitOf(model: string, logLikelihood: number, verdict = identified): Fit {
  const { params } = modelOf(model);
  const values = Object.fromEntries(params.map((k) => [k, 1]));
  const none = { standardErrors: null, covariance: null, condition: 1, rows: 9, evaluations: 9, starts: 1 };
  return {
    ...none,
    model,
    params: values,
    logLikelihood,
    scaledGradient: values,
    verdict,
    customers: 1000,
    freeParameters: params.length,
    aic: 2 * params.length - 2 * logLikelihood,
  };
}

const score = (
  model: string,
  logScore: number,
  logLikelihood: number,
  verdict = identified,
): HoldoutScore => ({
  fit: fitOf(model, logLikelihood, verdict),
  logScore,
  meanAbsoluteError: 1,
  rootMeanSquaredError: 1,
  bias: 0,
});
const names = (scores: readonly HoldoutScore[]): string[] => scores.map(({ fit }) => fit.model);

describe("a ranking by holdout", () => {
  test("puts the best score first, and the better AIC where scores tie", () => {
    const scores = [
      score("nbd", -1.2, -5000),
      score("bg-nbd", -1.1, -4998),
      score("mbg-nbd", -1.1005, -4990),
    ];
    expect(names(rankByHoldout(scores, 1000, modelOf))).toEqual(["mbg-nbd", "bg-nbd", "nbd"]);
    expect(names(rankByHoldout(scores, 100_000, modelOf))).toEqual(["bg-nbd", "mbg-nbd", "nbd"]);
  });

  test("never chooses a model that one containing it rejects on the same data", () => {
    const scores = [
      score("nbd", -1.0, -5000),
      score("pareto-nbd", -1.1, -4990),
      score("mbg-nbd", -1.2, -4999),
    ];
    expect(names(rankByHoldout(scores, 1000, modelOf))).toEqual(["pareto-nbd", "mbg-nbd", "nbd"]);
    // 2 x 3.5 on two degrees at a boundary: p = 0.019
    const close = [score("nbd", -1.0, -5000), score("pareto-nbd", -1.1, -4996.5)];
    expect(names(rankByHoldout(close, 1000, modelOf))).toEqual(["nbd", "pareto-nbd"]);
    const through = [score("nbd", -1.0, -5000), score("ggompertz-nbd", -1.1, -4980)];
    expect(names(rankByHoldout(through, 1000, modelOf)), "by way of pareto-nbd").toEqual([
      "ggompertz-nbd",
      "nbd",
    ]);
  });

  test("puts what failed or has no score last, and says that it cannot be used", () => {
    const scores = [
      score("bg-nbd", -0.9, -4000, failed),
      score("mbg-nbd", Number.NaN, -4500),
      score("nbd", -2, -6000, doubtful),
    ];
    const ranked = rankByHoldout(scores, 1000, modelOf);
    expect(names(ranked)[0]).toBe("nbd");
    expect(ranked.map(isUsable)).toEqual([true, false, false]);
    expect(rankByHoldout(scores.slice(0, 2), 1000, modelOf).some(isUsable)).toBe(false);
  });
});

describe("the fit of a ranking", () => {
  /** Fits as given, by the model asked for; what was asked for is recorded. */
  function ranked(order: readonly string[], fits: Record<string, Fit>): { model: string; asked: string[] } {
    const asked: string[] = [];
    const { fit } = fitRanked(order.map(modelOf), (model): FallbackFit<Histories> => {
      asked.push(model.name);
      const fit = fits[model.name]!;
      return { meant: model.name, used: modelOf(fit.model), fit, left: [], reason: null };
    });
    return { model: fit.model, asked };
  }

  test("is the first one's where it is sound, and costs no other that does not contain it", () => {
    const fits = { "bg-nbd": fitOf("bg-nbd", -4000), "mbg-nbd": fitOf("mbg-nbd", -3900) };
    expect(ranked(["bg-nbd", "mbg-nbd"], fits)).toEqual({ model: "bg-nbd", asked: ["bg-nbd"] });
  });

  test("is the next one's where the first is in doubt, or failed", () => {
    for (const verdict of [doubtful, failed]) {
      const fits = { "bg-nbd": fitOf("bg-nbd", -4000, verdict), "mbg-nbd": fitOf("mbg-nbd", -4100) };
      expect(ranked(["bg-nbd", "mbg-nbd"], fits).model).toBe("mbg-nbd");
    }
  });

  test("is not one that a candidate containing it rejects", () => {
    const fits = { nbd: fitOf("nbd", -4020), "bg-nbd": fitOf("bg-nbd", -4000) };
    expect(ranked(["nbd", "bg-nbd"], fits)).toEqual({ model: "bg-nbd", asked: ["nbd", "bg-nbd"] });
    const fellBack = { "mbg-nbd": fitOf("nbd", -4020), "bg-nbd": fitOf("bg-nbd", -4000) };
    expect(ranked(["mbg-nbd", "bg-nbd"], fellBack).model, "after a fallback").toBe("bg-nbd");
  });

  test("is the least bad that the data do not reject where none is sound, and failed only where all did", () => {
    const weak = { nbd: fitOf("nbd", -4020, identified), "bg-nbd": fitOf("bg-nbd", -4000, doubtful) };
    expect(ranked(["nbd", "bg-nbd"], weak).model).toBe("bg-nbd");
    const one = { "mbg-nbd": fitOf("mbg-nbd", -4020, failed), "bg-nbd": fitOf("bg-nbd", -4100, doubtful) };
    expect(ranked(["mbg-nbd", "bg-nbd"], one).model).toBe("bg-nbd");
  });
});
