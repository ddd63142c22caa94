import { afterAll, describe, expect, test } from "vitest";
import { fit as fitModel } from "../../../models/index.js";
import { bootstrap } from "../../../models/inference/bootstrap.js";
import { posterior } from "../../../models/inference/posterior.js";
import { seededRandom } from "../../../models/numeric/random.js";
import { bgNbd } from "../../../models/purchase/bg-nbd.js";
import { gammaGamma } from "../../../models/spend/gamma-gamma.js";
import { spendHistoriesFrom } from "../../../models/spend/spend-histories.js";
import { drawBootstrap, drawPosterior } from "../../../pipeline/workers/draw-posterior.js";
import type { NamedLikelihood } from "../../../pipeline/workers/log-likelihoods.js";
import { openPool } from "../../../pipeline/workers/pool.js";
import { simulatedHistories } from "../../models/inference/simulated-histories.js";

const pools = [openPool(1), openPool(2)];
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
});

const data = simulatedHistories(400, 2);
const purchase: NamedLikelihood = { kind: "purchase", model: "bg-nbd", data };
const estimate = fitModel(bgNbd, data);
const draws = { draws: 60, warmup: 40 };

describe("one thread, two threads and no pool give the same bytes", () => {
  test.each(["importance", "hmc"] as const)("posterior by %s", async (method) => {
    const here = posterior(bgNbd, data, estimate, { ...draws, method }, seededRandom(3));
    for (const pool of pools)
      expect(await drawPosterior(pool, purchase, estimate, { ...draws, method }, 3)).toEqual(here);
  });

  test("posterior by chains after importance failed", async () => {
    const narrow = { ...estimate, covariance: estimate.covariance!.map((row) => row.map((v) => v / 400)) };
    const here = posterior(bgNbd, data, narrow, draws, seededRandom(3));
    expect(here.method).toBe("hmc");
    expect(here.paretoK).toBeGreaterThan(0.7);
    for (const pool of pools) expect(await drawPosterior(pool, purchase, narrow, draws, 3)).toEqual(here);
  });

  test("bootstrap", async () => {
    const here = bootstrap(bgNbd, data, estimate, 12, seededRandom(3));
    for (const pool of pools) expect(await drawBootstrap(pool, purchase, estimate, 12, 3)).toEqual(here);
  });

  test("spend", async () => {
    const random = seededRandom(1);
    const x = Array.from({ length: 300 }, () => 1 + Math.floor(4 * random()));
    const spend = spendHistoriesFrom(
      x,
      x.map((k) => k * 30 * (0.3 + random() + random())),
    );
    const found = fitModel(gammaGamma, spend);
    const here = bootstrap(gammaGamma, spend, found, 6, seededRandom(3));
    const named: NamedLikelihood = { kind: "spend", model: "gamma-gamma", data: spend };
    for (const pool of pools) expect(await drawBootstrap(pool, named, found, 6, 3)).toEqual(here);
  });
});

test("what fails in a thread fails here", async () => {
  const broken = { ...estimate, covariance: null };
  await expect(drawBootstrap(pools[1]!, purchase, broken, 3, 1)).rejects.toThrow("has no covariance");
});
