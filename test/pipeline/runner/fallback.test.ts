import { appendFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { bgNbd, fitWithFallback } from "../../../models/index.js";
import { readHistories } from "../../../pipeline/artifacts/read-histories.js";
import type { StageName } from "../../../pipeline/stage.js";
import { near } from "../../models/near.js";
import { clv, scratch } from "../cli/clv-process.js";
import { runHere } from "../cli/run-here.js";
import { ordinary, shop } from "../cli/shop-log.js";
import { logFolder, modelOf } from "./logged-run.js";
import { simulatedLog } from "./simulated-log.js";

const root = await scratch();
const sample = resolve(import.meta.dirname, "../../../data/sample");
const plain = { uncertainty: { intervals: false } };

const onSample = (purchase: object, until: StageName = "fit", more: object = {}) =>
  runHere(
    sample,
    { ...plain, runsDir: root, publish: [], purchase: { calendar: "off", ...purchase }, ...more },
    { until },
  );

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
  expect(run.said).toContain(purchase.leftBecause);
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

describe("one dropout probability for all customers", () => {
  const asOf = "2024-12-30";
  const alike = { r: 1, alpha: 30, a: 2e5, b: 8e5 };
  const base = { customers: 1000, days: 729, arrivals: 365, seed: 6 };
  const lines = simulatedLog(bgNbd, alike, "2023-01-01", base);

  test("is BG/NBD at its limit, not NBD, which nobody leaves: model.json, summary, scores and explain say so", async () => {
    const folder = await logFolder(root, lines, { attributes: ["channel"] });
    const flags = { asOf, timeUnit: "week", value: { horizonsDays: [365] } };
    const run = await runHere(folder, flags, { until: "score" });
    const { purchase } = await modelOf(run.runDir);
    expect(purchase).toMatchObject({
      ...{ model: "bg-nbd", asked: "bg-nbd", leftBecause: null, freeParameters: 3 },
      verdict: { status: "identified" },
      limits: [{ held: ["b"], instead: { name: "dropout probability" } }],
    });
    const { value, standardError } = purchase.limits![0]!.instead!;
    expect(Math.abs(value - 0.2) / standardError!).toBeLessThan(3);
    const said =
      "bg-nbd is used at its limit, where all customers leave with one probability after a purchase";
    expect(run.log).toContain(`warning: ${said}`);
    expect(run.said).toContain(said);
    expect(run.text).toMatch(/^ +dropout probability +0\.2\d* +± 0\.00\d+$/m);
    expect(run.text, "parameters that mean nothing by themselves").not.toMatch(/^ +[ab] +\d/m);
    const h = await readHistories(run.runDir, { file: "histories.arrow", rows: run.histories }, false);
    const expected = h.n.reduce(
      (sum, n, i) => sum + n * bgNbd.expectedPurchases(alike, h.x[i]!, h.tx[i]!, h.T[i]!, 365),
      0,
    );
    const { purchases } = run.totals.intervals.total.horizons[0];
    near(purchases.expected, expected, 0.1);
    expect(purchases.lo80).toBeLessThan(expected);
    expect(purchases.hi80).toBeGreaterThan(expected);
    const explained = await clv(["explain", "c1", "--runsDir", "runs", "--json"], { cwd: folder });
    expect(explained.code, explained.err).toBe(0);
  });

  test("a champion at a limit is no start for a model that has left it", async () => {
    const folder = await logFolder(root, lines, { attributes: ["channel"] });
    const flags = {
      ...{ asOf, validate: { when: "never" }, uncertainty: { intervals: false } },
      purchase: { calendar: "off" },
    };
    const first = await runHere(folder, flags);
    expect((await modelOf(first.runDir)).purchase.limits).toHaveLength(1);
    const unlike = simulatedLog(bgNbd, { ...alike, a: 0.2, b: 0.8 }, "2023-01-01", base);
    const rows = unlike.map(([who, ...rest]) => `n${[who, ...rest].join(",")}\n`);
    await appendFile(join(folder, "log.csv"), rows.join(""));
    const second = await runHere(folder, { ...flags, retrain: { when: "always" } });
    const { purchase } = await modelOf(second.runDir);
    expect(purchase.limits).toBeUndefined();
    const { fit } = await fitOf(second.runDir, second.histories);
    near(purchase.logLikelihood, fit.logLikelihood, 1e-9);
  });
});

const fitOf = async (runDir: string, rows: number) =>
  fitWithFallback(bgNbd, await readHistories(runDir, { file: "histories.arrow", rows }, false));

test("auto with a holdout that leaves nobody to fit to stops, and says what to change", async () => {
  const folder = await logFolder(root, shop(60, ordinary));
  const flags = { ...plain, purchase: { model: "auto", holdoutDays: 5000 } };
  await expect(runHere(folder, flags, { until: "fit" })).rejects.toMatchObject({
    code: "FIT_FAILED",
    exitCode: 4,
    message: expect.stringMatching(/of 0 customers who had bought by .*shorter purchase.holdoutDays/),
  });
});
