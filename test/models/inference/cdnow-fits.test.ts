import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { fitWithFallback } from "../../../models/inference/fallback.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import { likelihoodRatioTest } from "../../../models/inference/likelihood-ratio.js";
import type { Fit } from "../../../models/model.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { ggompertzNbd } from "../../../models/purchase/ggompertz-nbd.js";
import { nbd } from "../../../models/purchase/nbd.js";
import { paretoNbd } from "../../../models/purchase/pareto-nbd.js";
import { cdnow, cdnowMissing } from "../cdnow.js";
import { near, printedAs } from "../near.js";

describe.skipIf(cdnowMissing)(`CDNOW in weeks ${cdnowMissing ?? ""}`, () => {
  const weekly = () => {
    const { x, tx, T } = cdnow();
    const weeks = (days: readonly number[]) => days.map((d) => d / 7);
    return historiesFrom(x, weeks(tx), weeks(T));
  };
  const h = cdnowMissing === null ? weekly() : historiesFrom([], [], []);

  test("GGompertz/NBD sits on its Pareto/NBD limit: weak, BOUNDARY, and the words say so", () => {
    const { fit, left, reason } = fitWithFallback(ggompertzNbd, h);
    expect(left.map((l) => l.model)).toEqual(["ggompertz-nbd"]);
    const [f] = left as [Fit];
    printedAs(f.logLikelihood, "-9594.976");
    near(f.params.beta! / f.params.b!, 11.67, 5e-4);
    expect(f.verdict.status).toBe("weak");
    expect(f.verdict.codes).toContain("BOUNDARY");
    expect(f.verdict.reasons.join()).toContain(
      'ggompertz-nbd is at its limit, where it is Pareto/NBD ("pareto-nbd"), a simpler model',
    );
    expect(fit).toMatchObject({ model: "pareto-nbd", verdict: { status: "identified" } });
    printedAs(fit.logLikelihood, "-9594.97617894");
    expect(reason).toMatch(/^pareto-nbd is used: ggompertz-nbd is in doubt \(BOUNDARY/);
  });

  test("dropout is real: NBD is rejected against Pareto/NBD, AIC and BIC agree", () => {
    const [outer, inner] = [fitModel(paretoNbd, h), fitModel(nbd, h)];
    const { statistic, degreesOfFreedom, pValue } = likelihoodRatioTest(outer, inner, { boundary: true });
    printedAs(statistic, "337.36287");
    expect(degreesOfFreedom).toBe(2);
    expect(pValue).toBeLessThan(1e-70);
    expect(outer.aic!).toBeLessThan(inner.aic!);
    expect(outer.bic!).toBeLessThan(inner.bic!);
  });

  test("the criteria of BG/NBD", () => {
    const f = fitModel(bgNbd, h);
    printedAs(f.aic!, "19172.8584");
    printedAs(f.bic!, "19195.9190");
    expect(f.freeParameters).toBe(4);
  });

  test("a prior of sd 1.5 moves 2,357 customers by less than a third of a standard error", () => {
    const plain = fitModel(bgNbd, h);
    const start = bgNbd.start(h);
    const prior = Object.fromEntries(
      bgNbd.params.map((k) => [k, { mean: Math.log(start[k]), sd: 1.5 }]),
    ) as Record<(typeof bgNbd.params)[number], { mean: number; sd: number }>;
    const steadied = fitModel(bgNbd, h, { prior });
    for (const k of bgNbd.params)
      expect(Math.abs(steadied.params[k] - plain.params[k]) / plain.standardErrors![k], k).toBeLessThan(
        1 / 3,
      );
    expect(steadied.logLikelihood).toBeLessThan(plain.logLikelihood);
    expect(plain.logLikelihood - steadied.logLikelihood).toBeLessThan(0.1);
  });
});
