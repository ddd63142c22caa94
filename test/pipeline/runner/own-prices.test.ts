import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { bgNbd, seededRandom } from "../../../models/index.js";
import type { ModelFile } from "../../../pipeline/artifacts/model-file.js";
import { near } from "../../models/near.js";
import { clv, scratch } from "../cli/clv-process.js";
import type { Row } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { dayAfter, daysBetween, logFolder, modelOf, scoresOf } from "./logged-run.js";

const root = await scratch();
const start = "2023-01-01";
const asOf = "2024-06-30";
const horizon = 180;
const prices: Readonly<Record<string, number>> = { starter: 9, pro: 49, team: 299 };
const plans = ["starter", "pro", "starter", "team", "starter", "pro", "starter", "team", "starter", "team"];

/** Customers who pay the same price of a plan each time, up to half a year after the day that is scored. */
const lines = (() => {
  const random = seededRandom(31);
  const length = daysBetween(start, asOf) + horizon;
  return Array.from({ length: 2000 }, (_, i) => {
    const plan = plans[i % plans.length]!;
    const first = (i * 13) % 480;
    const { times } = bgNbd.simulate({ r: 1.5, alpha: 45, a: 0.5, b: 6 }, length - first, random);
    const days = new Set([first, ...times.map((t) => first + Math.ceil(t))]);
    return [...days]
      .filter((day) => day <= length)
      .map((day): [string, string, number, string] => [`c${i}`, dayAfter(start, day), prices[plan]!, plan]);
  }).flat();
})();
const settings = { asOf, value: { horizonsDays: [horizon], annualDiscountRate: 0 } };

// biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
let run: any;
let folder: string;
let model: ModelFile;
let scores: Map<string, Row>;

beforeAll(async () => {
  folder = await logFolder(root, lines, { attributes: ["plan"] });
  run = await runHere(folder, settings);
  model = await modelOf(run.runDir);
  scores = await scoresOf(run.runDir);
}, 120_000);

test("each is expected to pay its own price, after one purchase too", () => {
  let once = 0;
  for (const row of scores.values()) {
    expect(row.expected_spend).toBe(prices[row.plan as string]);
    once += Number(row.x === 0);
  }
  expect(once).toBeGreaterThan(100);
  expect(run.totals.top[0].expectedSpend).toBe(prices.team);
});

test("what they spend in the half-year after is what they were expected to, by plan and in all", () => {
  const came = (plan?: string): number =>
    lines
      .filter(([id, day, , p]) => day > asOf && scores.has(id) && (plan === undefined || p === plan))
      .reduce((sum, [, , amount]) => sum + amount, 0);
  const total = run.totals.intervals.total.horizons[0].clv;
  near(total.expected, came(), 0.06);
  expect([total.lo95 < came(), came() < total.hi95]).toEqual([true, true]);
  for (const segment of run.totals.intervals.segments) {
    const { expected, lo95, hi95 } = segment.horizons[0].clv;
    const actual = came(segment.value);
    near(expected, actual, 0.12, segment.value);
    expect([lo95 < actual, actual < hi95], segment.value).toEqual([true, true]);
  }
});

test("totals, with their intervals, and segments are those of the scores", () => {
  const sum = [...scores.values()].reduce((all, row) => all + (row[`clv_${horizon}d`] as number), 0);
  near(run.totals.horizons[0].clv, sum, 1e-9);
  near(run.totals.intervals.total.horizons[0].clv.expected, sum, 1e-9);
  for (const { value, horizons } of run.totals.intervals.segments) {
    const own = [...scores.values()].filter((row) => row.plan === value);
    near(
      horizons[0].clv.expected,
      own.reduce((all, row) => all + (row[`clv_${horizon}d`] as number), 0),
      1e-9,
      value,
    );
  }
  for (const row of scores.values()) {
    const [lo, hi] = [row[`clv_${horizon}d_lo80`], row[`clv_${horizon}d_hi80`]] as [number, number];
    expect(lo <= hi && hi >= 0).toBe(true);
  }
});

test("the model file, the summary and the log say which model it is, and why", async () => {
  expect(model.modelVersion).toMatch(/^bg-nbd\+credibility-[0-9a-f]{12}$/);
  expect(model.spend).toMatchObject({
    model: "credibility",
    params: { within: 0 },
    verdict: { status: "identified" },
    fallback: null,
  });
  expect(model.spend!.leftBecause).toMatch(/^credibility is used, since gamma-gamma is not sound here: /);
  expect(run.log).toContain(`warning: ${model.spend!.leftBecause}`);
  expect(run.said).toContain(` ${model.spend!.leftBecause} `);
  expect(run.said).toContain("each is valued at its own mean over all its purchases");
});

test("clv explain shows the own mean over all purchases, its weight and where that is from", async () => {
  const [id, row] = [...scores].find(([, r]) => r.x === 0)!;
  const { code, out, err } = await clv(["explain", id, "--json"], { cwd: folder });
  expect(code, err).toBe(0);
  const { steps } = JSON.parse(out) as { steps: { name: string; value: number; meaning: string }[] };
  const step = (name: string) => steps.find((s) => s.name === name)!;
  expect(step("mean spend")).toMatchObject({
    value: row.expected_spend,
    meaning: "own mean over 1 purchase, the first one included, refunds netted",
  });
  expect(step("credibility")).toMatchObject({ value: 1 });
  expect(step("credibility").meaning).toContain("gamma-gamma is not sound here");
  expect(step("expected spend").value).toBe(row.expected_spend);
  expect(step("published CLV").value).toBe(row[`clv_${horizon}d`]);
});

test("a backtest values customers so, too: the total, its intervals, and the champion from its file", async () => {
  const { runDir } = await runHere(
    folder,
    {
      ...{ ...settings, asOf: dayAfter(asOf, horizon) },
      retrain: { when: "always" },
      validate: {
        when: "always",
        origins: 2,
        holdoutDays: 150,
        replicates: 0,
        totalOrigins: 0,
        models: ["bg-nbd"],
      },
    },
    { until: "validate" },
  );
  const { backtest } = JSON.parse(await readFile(join(runDir, "validation.json"), "utf8"));
  const { forecasts, spendFallback } = backtest.origins.at(-1);
  expect(spendFallback).toBeNull();
  for (const name of ["bg-nbd", "champion"]) {
    const { score } = forecasts.find((f: { name: string }) => f.name === name).scores.value;
    near(score.forecastTotal, score.actualTotal, 0.06, name);
    for (const { level, pitCoverage } of score.intervals)
      expect(Math.abs(pitCoverage - level), `${name} ${level}`).toBeLessThan(0.05);
  }
});

test("the champion is scored from its file again, on a later day", async () => {
  const later = await runHere(folder, { ...settings, asOf: dayAfter(asOf, 20), retrain: { when: "never" } });
  const again = await modelOf(later.runDir);
  expect(again).toEqual({ ...model, asOf: dayAfter(asOf, 20) });
  for (const row of (await scoresOf(later.runDir)).values())
    expect(row.expected_spend).toBe(prices[row.plan as string]);
});
