import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import yargs from "yargs";
import { bgNbd, historyClasses, rivals, scoreMeasures } from "../../../models/index.js";
import type { Backtest, OriginForecast, Validation } from "../../../pipeline/artifacts/validation.js";
import { stageCommand } from "../../../pipeline/commands/run.js";
import { scratch } from "../cli/clv-process.js";
import { recordingIo, runHere } from "../cli/run-here.js";
import { dayAfter, daysBetween, logFolder } from "./logged-run.js";
import { simulatedLog } from "./simulated-log.js";

const root = await scratch();
const start = "2023-01-01";
const days = 400;
const asOf = dayAfter(start, days);
const world = { r: 1.1, alpha: 16, a: 0.4, b: 1.5 };
const log = simulatedLog(bgNbd, world, start, { customers: 1500, days, arrivals: 250, seed: 5 });
const settings = { asOf, uncertainty: { intervals: false }, validate: { when: "always", replicates: 20 } };
const shop = (lines = log) => logFolder(root, lines, { attributes: ["channel"] });

async function validationOf(runDir: string): Promise<Validation> {
  return JSON.parse(await readFile(join(runDir, "validation.json"), "utf8"));
}

const origin = (b: Backtest, i: number, name: string): OriginForecast =>
  b.origins[i]!.forecasts.find((f) => f.name === name)!;

describe("a shop of 400 days", () => {
  let folder: string;
  // biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
  let run: any;
  let found: Backtest;

  beforeAll(async () => {
    folder = await shop();
    run = await runHere(folder, settings, { until: "validate" });
    found = (await validationOf(run.runDir)).backtest!;
  });

  test("three origins, the models that are usual, and every rival", () => {
    expect(found.origins.map((o) => daysBetween(start, o.origin))).toEqual([169, 246, 323]);
    expect(found).toMatchObject({ holdoutDays: 77, disjoint: true, fitted: "bg-nbd", replicates: 20 });
    expect(found.models).toEqual(["bg-nbd", "mbg-nbd", "pareto-nbd"]);
    for (const { forecasts } of found.origins)
      expect(forecasts.map((f) => f.name)).toEqual([...found.models, ...rivals.map((r) => r.name)]);
    expect(found.ranking.map((m) => m.model).sort()).toEqual([...found.models].sort());
    expect(found.chosen).toBe(found.ranking[0]!.model);
  });

  test("actual totals are what a plain loop counts in each holdout", () => {
    const first = new Map<string, string>();
    for (const [id, day] of log as [string, string][])
      if (!first.has(id) || day < first.get(id)!) first.set(id, day);
    for (const [i, o] of found.origins.entries()) {
      const known = log.filter(([id]) => first.get(String(id))! <= o.origin);
      const held = known.filter(([, day]) => String(day) > o.origin && String(day) <= o.until);
      expect(o.customers).toBe(new Set(known.map(([id]) => id)).size);
      expect(o.scored).toBe(o.customers);
      expect(o.active).toBe(new Set(held.map(([id]) => id)).size);
      for (const f of o.forecasts) {
        expect(f.scores!.purchases.score.actualTotal).toBeCloseTo(held.length, 6);
        const spent = held.reduce((sum, [, , amount]) => sum + Number(amount), 0);
        expect(f.scores!.value!.score.actualTotal).toBeCloseTo(spent, 4);
      }
      const before = known.filter(([, day]) => String(day) > o.earlier && String(day) <= o.origin);
      const repeated = origin(found, i, "last-period").scores!.purchases.score;
      expect(repeated.forecastTotal).toBeCloseTo(before.length, 6);
    }
  });

  test("the true model has hardly a bias, and its intervals hold", () => {
    const { measures, intervals } = found.overall.find((f) => f.name === "bg-nbd")!.targets!.purchases;
    expect(Math.abs(measures.bias!)).toBeLessThan(0.06);
    for (const level of [0.8, 0.95])
      expect(Math.abs(measures[`coverage${100 * level}` as "coverage80"]! - level)).toBeLessThan(0.03);
    for (const { name } of scoreMeasures) {
      const interval = intervals![name]!;
      expect(interval.value, name).toBeCloseTo(measures[name]!, 9);
      expect(interval.low <= interval.high, name).toBe(true);
    }
    const own = found.overall.find((f) => f.name === "own-rate")!.targets!.purchases;
    expect(own.differences!.mae!.low, "significantly worse").toBeGreaterThan(0);
    expect(found.overall.find((f) => f.name === found.chosen)!.targets!.purchases.differences).toBeNull();
  });

  test("tracking adds up to what followed, and its holdout to the forecast's own total", () => {
    for (const [i, o] of found.origins.entries()) {
      const now = daysBetween(start, o.origin);
      for (const f of o.forecasts) {
        const held = f.tracking!.filter((p) => p.to > now);
        expect(held[0]!.from, "a period begins with the holdout").toBe(now);
        const actual = held.reduce((sum, p) => sum + p.actual, 0);
        expect(actual).toBeCloseTo(f.scores!.purchases.score.actualTotal, 6);
        const expected = held.reduce((sum, p) => sum + p.expected, 0);
        const total = f.scores!.purchases.score.forecastTotal;
        expect(Math.abs(expected / total - 1), `${f.name} at ${o.origin}`).toBeLessThan(
          f.kind === "rival" ? 1e-9 : 0.15, // without histories, and with them
        );
      }
      const all = origin(found, i, "bg-nbd").tracking!.reduce((sum, p) => sum + p.actual, 0);
      const first = new Set(log.filter(([, day]) => String(day) <= o.origin).map(([id]) => id));
      const bought = log.filter(([id, day]) => first.has(id!) && String(day) <= o.until);
      expect(all, "repeat purchases of the whole time").toBeCloseTo(bought.length - first.size, 6);
    }
  });

  test("cells are by cohort, class of history and attribute, and hold every customer once of each kind", () => {
    for (const o of found.origins) {
      const of = (by: string): number =>
        o.cells.filter((c) => c.by === by).reduce((sum, c) => sum + c.customers, 0);
      expect(of("segment")).toBe(o.scored);
      expect(of("cohort")).toBeGreaterThan(0.9 * o.scored);
      expect(o.cells.filter((c) => c.by === "segment").map((c) => c.value)).toEqual(["app", "store", "web"]);
      for (const c of o.cells.filter((cell) => cell.by === "history"))
        expect(historyClasses).toContain(c.value);
      for (const f of o.forecasts) {
        const { cells, score } = f.scores!.purchases;
        expect(cells).toHaveLength(o.cells.length);
        const shops = o.cells.flatMap((c, k) =>
          c.by === "segment" ? [[c.customers, cells[k]!.mae!] as const] : [],
        );
        const mean = shops.reduce((sum, [n, mae]) => sum + n * mae, 0) / o.scored;
        expect(mean).toBeCloseTo(score.measures.mae!, 9);
      }
    }
  });

  test("corrections are kept for every model: learned on all origins, and tried on the last", () => {
    const last = found.origins.at(-1)!.origin;
    for (const model of found.models) {
      const { all, tried } = found.corrections[model]!;
      expect(all!.origins).toEqual(found.origins.map((o) => o.origin));
      expect(tried!.origins).toEqual(all!.origins.filter((o) => o !== last));
      expect(all).toMatchObject({ horizonDays: 77, long: 77 });
      expect(all!.purchases.customers).toBe(found.origins.reduce((sum, o) => sum + o.scored, 0));
      expect(tried!.value!.customers).toBe(all!.value!.customers - found.origins.at(-1)!.scored);
    }
    const models = new Set(found.coverage.map((row) => row.model));
    expect([...models].sort()).toEqual([...new Set([found.chosen, found.fitted])].sort());
    for (const row of found.coverage.filter((r) => r.historyClass === null)) {
      expect(Math.abs(row.after - row.level), `${row.target} ${row.level}`).toBeLessThan(0.04);
      const score = origin(found, 2, row.model).scores![row.target]!.score;
      const plain = score.intervals!.find((i) => i.level === row.level)!;
      expect(row.before).toBeCloseTo(plain.pitCoverage!, 9);
      expect(row.widthBefore).toBeCloseTo(plain.meanWidth, 9);
    }
  });

  test("the summary and --json say the same", () => {
    const best = found.overall.find((f) => f.name === found.chosen)!.targets!.purchases.measures;
    expect(run.said).toContain(
      "Backtests: fitted to what was known on each day, compared with the 77 days after it",
    );
    expect(run.text).toMatch(new RegExp(`^  ${found.chosen} \\* .*${best.mae!.toFixed(3)} ±`, "m"));
    for (const { name } of rivals) expect(run.text).toMatch(new RegExp(`^  ${name} `, "m"));
    expect(run.text).toContain("Best by log-score");
    const { origins, overall, coverage } = run.validation;
    expect(overall).toEqual(found.overall);
    expect(coverage).toEqual(found.coverage);
    expect(origins[1].forecasts[0].purchases).toEqual(
      origin(found, 1, "bg-nbd").scores!.purchases.score.measures,
    );
    expect(JSON.stringify(run.validation).length).toBeLessThan(0.2 * JSON.stringify(found).length);
  });

  test("the same to the byte on one thread", async () => {
    const other = await shop();
    const one = await runHere(other, { ...settings, engine: { threads: 1 } }, { until: "validate" });
    const text = (dir: string): Promise<string> => readFile(join(dir, "validation.json"), "utf8");
    expect(await text(one.runDir)).toBe(await text(run.runDir));
  });

  test("what comes after the last holdout's origin changes no forecast that was made before", async () => {
    const { origin: last } = found.origins[1]!;
    const until = found.origins[1]!.until;
    const cut = log.filter(([, day]) => String(day) <= until);
    const short = await runHere(
      await shop(cut),
      { ...settings, asOf: until, validate: { ...settings.validate, origins: [last], holdoutDays: 77 } },
      { until: "validate" },
    );
    const again = (await validationOf(short.runDir)).backtest!;
    for (const name of ["bg-nbd", "own-rate", "rfm-cells"]) {
      const [was, is] = [origin(found, 1, name), origin(again, 0, name)];
      expect(is.fit).toEqual(was.fit);
      expect(is.scores!.purchases.score.measures.mae).toBe(was.scores!.purchases.score.measures.mae);
      expect(is.scores!.value!.score.forecastTotal).toBe(was.scores!.value!.score.forecastTotal);
    }
    expect(again.corrections["bg-nbd"]!.tried, "there is no origin to learn from").toBeNull();
    expect(again.coverage).toEqual([]);
  });
});

test("a sample scores fewer customers and fits to all; forecasts of it are near those of all", async () => {
  const folder = await shop();
  const of = async (validate: object): Promise<Backtest> => {
    const run = await runHere(
      folder,
      {
        ...settings,
        validate: {
          when: "always",
          replicates: 0,
          origins: 1,
          totalOrigins: 0,
          models: ["bg-nbd"],
          ...validate,
        },
      },
      { until: "validate" },
    );
    return (await validationOf(run.runDir)).backtest!;
  };
  const all = await of({});
  const some = await of({ sampleCustomers: 600 });
  expect(some.origins[0]!.scored).toBe(600);
  expect(some.origins[0]!.customers).toBe(all.origins[0]!.customers);
  expect(origin(some, 0, "bg-nbd").fit).toEqual(origin(all, 0, "bg-nbd").fit);
  const mae = (b: Backtest): number => origin(b, 0, "bg-nbd").scores!.purchases.score.measures.mae!;
  expect(Math.abs(mae(some) / mae(all) - 1)).toBeLessThan(0.15);
  expect(some.overall[0]!.targets!.purchases.intervals, "without replicates").toBeNull();
  const cohort = await of({ cohorts: { from: dayAfter(start, 50), until: dayAfter(start, 99) } });
  expect(cohort.origins[0]!.customers).toBeLessThan(0.3 * all.origins[0]!.customers);
  expect(cohort.origins[0]!.cells.filter((c) => c.by === "cohort").map((c) => c.value)).toEqual([
    "2023-02",
    "2023-03",
    "2023-04",
  ]);
});

test("clv run validates when asked to; clv validate always, and --resume keeps that alone", async () => {
  const folder = await shop(log.slice(0, 2500));
  const flags = { ...settings, validate: { replicates: 0, origins: 1, models: ["bg-nbd", "nbd"] } };
  const plain = await runHere(folder, flags);
  expect(plain.validation).toBeUndefined();
  expect(plain.text).not.toContain("Backtests");
  expect(await validationOf(plain.runDir)).toMatchObject({
    skipped: "validate.when is auto; clv validate backtests the models",
    backtest: null,
  });
  const args = ["--asOf", asOf, "--uncertainty.intervals", "false", "--validate.replicates", "0"];
  const clvValidate = async (): Promise<{ out: string; err: string }> => {
    const { io, out, err } = recordingIo(folder);
    await yargs()
      .command(stageCommand("validate", io))
      .fail((message, error) => {
        throw error ?? new Error(message);
      })
      .parseAsync([
        "validate",
        "--config",
        "clv.yaml",
        "--resume",
        ...args,
        "--validate.origins",
        "1",
        "--validate.models",
        "bg-nbd",
        "nbd",
      ]);
    return { out: out(), err: err() };
  };
  const first = await clvValidate();
  expect(first.out, "though the run left a validation.json that says nothing").toContain("Backtests");
  // it starts from the champion that the run left: another run
  expect(first.err).not.toContain("unchanged, kept");
  const again = await clvValidate();
  expect(again.err).toContain("validate   unchanged, kept");
  expect(again.out).toBe(first.out);
  const resumed = await runHere(folder, flags, { resume: true });
  expect(resumed.kept, "a validation that is there stays").toContain("validate");
  expect(resumed.validation.chosen).toBe("bg-nbd");
  const always = await runHere(folder, { ...flags, validate: { ...flags.validate, when: "always" } });
  expect(always.validation.chosen).toBe("bg-nbd");
});

test("discrete models are compared with whole months", async () => {
  const run = await runHere(
    await shop(log.slice(0, 2500)),
    { ...settings, purchase: { model: "bg-bb" }, validate: { when: "always", replicates: 0 } },
    { until: "validate" },
  );
  const { backtest } = await validationOf(run.runDir);
  expect(backtest).toMatchObject({ models: ["bg-bb"], period: "month", chosen: "bg-bb" });
  for (const o of backtest!.origins) {
    expect(dayAfter(o.origin, 1).endsWith("-01")).toBe(true);
    const [f] = o.forecasts;
    expect(f!.tracking).toBeNull();
    expect(Math.abs(f!.scores!.purchases.score.measures.bias!)).toBeLessThan(0.3);
    expect(f!.scores!.purchases.score.measures.coverage80).toBeGreaterThan(0.7);
  }
});
