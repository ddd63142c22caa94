import { resolve } from "node:path";
import { expect, test } from "vitest";
import type { StageName } from "../../../pipeline/stage.js";
import { near } from "../../models/near.js";
import { scratch } from "../cli/clv-process.js";
import { runHere } from "../cli/run-here.js";
import { ordinary, shop } from "../cli/shop-log.js";
import { logFolder, modelOf } from "./logged-run.js";

const root = await scratch();
const sample = resolve(import.meta.dirname, "../../../data/sample");
const plain = { uncertainty: { intervals: false } };

const onSample = (purchase: object, until: StageName = "fit", more: object = {}) =>
  runHere(sample, { ...plain, runsDir: root, publish: [], purchase, ...more }, { until });

test("a model that the data do not identify gives way to one it contains: a warning, model.json and scores say so", async () => {
  const settings = { value: { horizonsDays: [90] }, uncertainty: { intervals: true } };
  const run = await onSample({ model: "ggompertz-nbd" }, "score", settings);
  const { purchase, modelVersion } = await modelOf(run.runDir);
  expect(purchase).toMatchObject({
    model: "pareto-nbd",
    asked: "ggompertz-nbd",
    verdict: { status: "identified" },
  });
  expect(purchase.leftBecause).toMatch(
    /^pareto-nbd is used: ggompertz-nbd is in doubt \(.*(NEAR_SINGULAR|BOUNDARY|NOT_CONVERGED).*\): ./,
  );
  expect(run.log).toContain(`warning: ${purchase.leftBecause}`);
  expect(run.text).toContain(purchase.leftBecause);
  expect(modelVersion).toMatch(/^pareto-nbd\+/);
  for (const point of purchase.doubt!.points)
    expect(Object.keys(point).sort(), "intervals are of the model in use").toEqual(
      Object.keys(purchase.dayParams).sort(),
    );
  expect(run.totals.intervals.total.horizons[0].purchases.doubt).toBeGreaterThan(0);
  const asked = await onSample({ model: "pareto-nbd" });
  expect(asked.purchase).toMatchObject({ params: purchase.params, asked: "pareto-nbd", leftBecause: null });
  expect(asked.log).not.toContain("warning: pareto-nbd");
});

test("without fallback it is used as it is, and its doubts are warnings", async () => {
  const run = await onSample({ model: "ggompertz-nbd", fallback: false });
  const { purchase } = await modelOf(run.runDir);
  expect(purchase).toMatchObject({ model: "ggompertz-nbd", asked: "ggompertz-nbd", leftBecause: null });
  expect(purchase.verdict.status).toBe("weak");
  for (const reason of purchase.verdict.reasons)
    expect(run.log).toContain(`warning: ggompertz-nbd is weak: ${reason}`);
});

test("purchase.fixed holds parameters in days, whatever the unit they are shown in", async () => {
  const purchase = { fixed: { alpha: 30.9, b: 2.5 } };
  const flags = { ...plain, runsDir: root, publish: [], purchase, timeUnit: "week" };
  const run = await runHere(sample, flags, { until: "fit" });
  expect(run.purchase.dayParams).toMatchObject(purchase.fixed);
  near(run.purchase.params.alpha, 30.9 / 7, 1e-12);
  expect(run.purchase.fixed.toSorted()).toEqual(["alpha", "b"]);
  expect(run.purchase.standardErrors).toMatchObject({ alpha: 0, b: 0 });
  expect(run.purchase.freeParameters).toBe(2);
  const free = await onSample({});
  expect(run.purchase.aic - 2 * 2 + 2 * run.purchase.logLikelihood).toBeCloseTo(0, 6);
  expect(free.purchase.freeParameters).toBe(4);
});

test("a fixed parameter that the model lacks is an error that lists those it has", async () => {
  await expect(onSample({ model: "mbg-cnbd-k", fixed: { beta: 1 } })).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    exitCode: 2,
    message: "purchase.fixed.beta: mbg-cnbd-k has no such parameter; it has k, r, alpha, a, b.",
  });
  await expect(onSample({ fixed: { r: -1 } })).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    message: expect.stringContaining("purchase.fixed.r"),
  });
});

test("prior: weak says so and pulls thin data towards what is usual; off leaves them as they are", async () => {
  const folder = await logFolder(root, shop(60, ordinary));
  const fitted = async (prior: string) =>
    (await runHere(folder, { ...plain, purchase: { prior, fallback: false } }, { until: "fit" })).purchase;
  const [weak, off] = [await fitted("weak"), await fitted("off")];
  expect(Object.keys(weak.prior).length).toBeGreaterThan(0);
  expect(off.prior).toBeUndefined();
  expect(weak.params).not.toEqual(off.params);
  expect(weak.logLikelihood, "of the data alone, so the prior costs some").toBeLessThan(off.logLikelihood);
  const far = (params: Record<string, number>): number =>
    Object.entries(weak.prior as Record<string, { mean: number; sd: number }>).reduce(
      (sum, [k, { mean, sd }]) => sum + ((Math.log(params[k]!) - mean) / sd) ** 2,
      0,
    );
  expect(far(weak.params)).toBeLessThan(far(off.params));
});
