import { describe, expect, test } from "vitest";
import {
  bgNbd,
  type Fit,
  fit as fitModel,
  fitWithFallback,
  gammaGamma,
  historiesFrom,
  type Params,
  paretoNbd,
  seededRandom,
  spendHistoriesFrom,
} from "../../../models/index.js";
import { warmFit } from "../../../pipeline/stages/fit/warm-start.js";

const random = seededRandom(7);
const truth = { r: 0.6, alpha: 20, a: 0.8, b: 2.5 };
const T = Float64Array.from({ length: 4000 }, () => 100 + Math.floor(300 * random()));
const times = Array.from(T, (t) => bgNbd.simulate(truth, t, random).times.map(Math.ceil));
const histories = historiesFrom(
  times.map((t) => t.length),
  times.map((t) => t.at(-1) ?? 0),
  T,
);
const fitted = (start: { start?: Params }) => ({ fit: fitModel(bgNbd, histories, start) as Fit });
const cold = fitModel(bgNbd, histories);

describe("a warm fit", () => {
  test("finds the optimum that a cold one finds, in fewer evaluations", () => {
    const earlier = { r: 0.55, alpha: 19, a: 0.7, b: 2.4 };
    const { fit: warm } = warmFit(bgNbd, histories, earlier, fitted);
    expect(warm.verdict.status).toBe("identified");
    expect(Math.abs(warm.logLikelihood - cold.logLikelihood)).toBeLessThan(1e-6);
    for (const [name, value] of Object.entries(cold.params))
      expect(Math.abs(warm.params[name]! / value - 1), name).toBeLessThan(1e-4);
    expect(warm.evaluations).toBeLessThan(cold.evaluations);
  });

  test("of other models: Pareto/NBD with its fallback, and Gamma-Gamma", () => {
    const pareto = (start: { start?: Params }) => fitWithFallback(paretoNbd, histories, start);
    const coldPareto = pareto({}).fit;
    const near = Object.fromEntries(Object.entries(coldPareto.params).map(([k, v]) => [k, 1.1 * v]));
    const warmPareto = warmFit(paretoNbd, histories, near, pareto).fit;
    expect(Math.abs(warmPareto.logLikelihood - coldPareto.logLikelihood)).toBeLessThan(1e-6);

    const x = Array.from({ length: 3000 }, () => 1 + Math.floor(5 * random()));
    const z = x.map((n) => n * (20 + 60 * random()));
    const spend = spendHistoriesFrom(x, z);
    const gamma = (start: { start?: Params }) => ({ fit: fitModel(gammaGamma, spend, start) as Fit });
    const coldSpend = gamma({}).fit;
    const warmSpend = warmFit(gammaGamma, spend, { p: 5, q: 8, gamma: 40 }, gamma).fit;
    expect(Math.abs(warmSpend.logLikelihood - coldSpend.logLikelihood)).toBeLessThan(1e-6);
  });

  /** A search that ends where it is asked to when it starts warm. */
  const astray = (end: Partial<Fit>) => {
    let colds = 0;
    const run = (start: { start?: Params }): { fit: Fit } => {
      if (start.start) return { fit: { ...cold, ...end } };
      colds++;
      return { fit: cold };
    };
    const found = warmFit(bgNbd, histories, truth, run).fit;
    return { found, colds };
  };

  test("in doubt, or less likely than where a cold search begins, gives way to the cold one", () => {
    const doubt = { status: "weak", codes: ["BOUNDARY"], reasons: ["at its bound"] } as const;
    const origin = bgNbd.logLikelihood(bgNbd.start(histories), histories);
    expect(astray({ verdict: doubt, logLikelihood: cold.logLikelihood + 5 })).toEqual({
      found: cold,
      colds: 1,
    });
    expect(astray({ logLikelihood: origin - 1 })).toEqual({ found: cold, colds: 1 });
    expect(astray({ model: "nbd", logLikelihood: cold.logLikelihood - 5 })).toEqual({
      found: cold,
      colds: 1,
    });
  });

  test("beyond doubt is taken without a cold one", () => {
    const { found, colds } = astray({ evaluations: 3 });
    expect([found.evaluations, colds]).toEqual([3, 0]);
  });

  test("from parameters of another model, or of none, is a cold one", () => {
    for (const start of [null, { lambda: 2 }, { ...truth, b: 0 }, { ...truth, r: Number.NaN }])
      expect(warmFit(bgNbd, histories, start as unknown as Params | null, fitted).fit).toEqual(cold);
  });
});
