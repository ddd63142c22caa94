import { describe, expect, test } from "vitest";
import { historiesFrom } from "../../../models/histories.js";
import { fit as fitModel } from "../../../models/inference/fit.js";
import { ggompertzNbd } from "../../../models/purchase/ggompertz-nbd.js";
import { paretoNbd } from "../../../models/purchase/pareto-nbd.js";
import { rescaleLogLikelihood } from "../../../models/rescale.js";
import { cdnow, cdnowMissing } from "../cdnow.js";
import { near, printedAs } from "../near.js";

const pareto = { r: 0.55327704, alpha: 10.57768323, s: 0.60624003, beta: 11.66873487 };
const nearPareto = (b: number) => ({ ...pareto, b, beta: b * pareto.beta });

describe.skipIf(cdnowMissing)(`CDNOW ${cdnowMissing ?? ""}`, () => {
  const data = cdnowMissing === null ? cdnow() : { x: [], tx: [], T: [], z: [], holdout: [] };
  const days = historiesFrom(data.x, data.tx, data.T);

  test("lies on the Pareto limit: its log-likelihood, beta / b known, b and beta not", () => {
    const estimate = fitModel(ggompertzNbd, days, { nested: [fitModel(paretoNbd, days)] });
    near(rescaleLogLikelihood(estimate.logLikelihood, 2457, 7), -9594.976, 1e-7);
    near(estimate.params.beta / estimate.params.b / 7, 11.67, 1e-3);
    expect(estimate.verdict.status).toBe("weak");
    for (const k of ggompertzNbd.params) expect(Number.isFinite(estimate.params[k])).toBe(true);
  });

  test("it contains the Pareto/NBD: embedded, that has the same log-likelihood", () => {
    const inner = fitModel(paretoNbd, days);
    const { embed } = ggompertzNbd.contains![0]!;
    near(ggompertzNbd.logLikelihood(embed(inner.params), days), inner.logLikelihood, 1e-11);
  });
});

describe("towards the Pareto/NBD", () => {
  const h = historiesFrom([0, 1, 4, 60], [0, 3, 30, 38.5], [39, 39, 38.86, 39]);

  test("log-likelihood, its gradient and predictions go over into those of that model as b falls", () => {
    const inner = new Float64Array(4);
    const ll = paretoNbd.logLikelihood(pareto, h, inner);
    for (const b of [1e-4, 1e-6, 1e-8, 1e-12, 1e-16]) {
      const p = nearPareto(b);
      const gradient = new Float64Array(5);
      const close = 100 * b + 1e-12;
      near(ggompertzNbd.logLikelihood(p, h, gradient), ll, close, `b ${b}`);
      near(gradient[0]!, inner[0]!, 10 * close);
      near(gradient[1]!, inner[1]!, 10 * close);
      near(gradient[3]!, inner[2]!, 10 * close);
      near(gradient[4]! * b, inner[3]!, 1000 * close); // d/d(beta b)
      near(
        ggompertzNbd.probabilityAlive(p, 2, 30, 39),
        paretoNbd.probabilityAlive(pareto, 2, 30, 39),
        10 * close,
      );
      near(
        ggompertzNbd.expectedPurchasesNewCustomer(p, 52),
        paretoNbd.expectedPurchasesNewCustomer(pareto, 52),
        10 * close,
      );
    }
  });

  test("beta and b together only rescale there: the gradient along both vanishes", () => {
    const gradient = new Float64Array(5);
    const p = nearPareto(1e-9);
    ggompertzNbd.logLikelihood(p, h, gradient);
    const along = gradient[2]! * p.b + gradient[4]! * p.beta;
    expect(Math.abs(along)).toBeLessThan(1e-6 * Math.abs(gradient[4]! * p.beta));
  });
});

test("one hazard for all, s and beta large: the Gompertz law itself", () => {
  const [b, eta] = [0.01, 0.05]; // S(u) = exp(-eta (e^(bu) - 1))
  const p = { r: 0.5, alpha: 20, b, s: 1e9, beta: 1e9 / eta };
  for (const t of [10, 100, 300])
    near(
      ggompertzNbd.probabilityStaying(p, 0, 0, 50, t),
      Math.exp(-eta * (Math.exp(b * (50 + t)) - Math.exp(b * 50))),
      1e-6,
    );
  // on which a law that hardly ever begins to bite is the NBD
  const never = { r: 0.5, alpha: 20, b: 1e-3, s: 0.5, beta: 1e12 };
  near(ggompertzNbd.expectedPurchasesNewCustomer(never, 365), (0.5 / 20) * 365, 1e-9);
});

test("the examples of the docblocks", () => {
  const p = { r: 0.553, alpha: 74, b: 0.002, s: 0.6, beta: 0.2 };
  printedAs(ggompertzNbd.probabilityAlive(p, 2, 213, 272), "0.8384");
});
