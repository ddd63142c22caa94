import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { bgNbd, seededRandom } from "../../../models/index.js";
import { gammaVariate } from "../../../models/numeric/random.js";
import type { ModelFile } from "../../../pipeline/artifacts/model-file.js";
import { near } from "../../models/near.js";
import { clv, scratch } from "../cli/clv-process.js";
import { query, type Row } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { dayAfter, daysBetween, logFolder, modelOf, scoresOf } from "./logged-run.js";

const root = await scratch();
const start = "2023-01-01";
const asOf = "2024-10-31";
const size = 1200;
const horizons = [90, 180];

/** Mean spend by channel: what an attribute can tell of those who have bought once. */
const levels = { web: 20, app: 44, store: 30 } as const;

const lines = (() => {
  const random = seededRandom(12);
  const length = daysBetween(start, asOf);
  return Array.from({ length: size }, (_, i) => {
    const channel = (["web", "web", "app", "store"] as const)[i % 4]!;
    const own = levels[channel] * gammaVariate(random, 9, 9);
    const first = (i * 11) % 420;
    const { times } = bgNbd.simulate({ r: 0.7, alpha: 40, a: 0.6, b: 3 }, length - first, random);
    const days = [...new Set([first, ...times.map((t) => first + Math.round(t))])];
    return days
      .filter((day) => day <= length)
      .map((day) => [`c${i}`, dayAfter(start, day), (own * gammaVariate(random, 6, 6)).toFixed(2), channel]);
  }).flat();
})();

// biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
type Printed = any;
interface Finished {
  readonly folder: string;
  readonly run: Printed;
  readonly model: ModelFile;
  readonly scores: Map<string, Row>;
}

async function finished(spend: Record<string, unknown>): Promise<Finished> {
  const folder = await logFolder(root, lines, { attributes: ["channel"] });
  const run = await runHere(folder, { asOf, spend, value: { horizonsDays: horizons, margin: 0.5 } });
  return { folder, run, model: await modelOf(run.runDir), scores: await scoresOf(run.runDir) };
}

/** Sums over scores must be what the run, its intervals and its segments say. */
async function addsUp({ run, scores }: Finished): Promise<void> {
  expect(scores.size).toBe(size);
  const numbers = [
    "expected_spend",
    ...horizons.flatMap((d) => [`clv_${d}d`, `clv_${d}d_lo95`, `clv_${d}d_hi95`]),
  ];
  for (const [id, row] of scores)
    for (const name of [...numbers, "residual_clv", "total_value"])
      expect(Number.isFinite(row[name]) && (row[name] as number) >= 0, `${id} ${name}`).toBe(true);
  const file = `'${join(run.runDir, "tables/scores.parquet")}'`;
  const columns = horizons.map((d) => `sum(clv_${d}d) as clv_${d}d`).join(", ");
  const [all] = await query(`select ${columns} from ${file}`);
  const byChannel = await query(`select channel, count(*) as n, ${columns} from ${file} group by channel`);
  const { total, segments } = run.totals.intervals;
  expect(segments.map((s: Printed) => s.value).sort()).toEqual(["app", "store", "web"]);
  for (const [j, days] of horizons.entries()) {
    near(run.totals.horizons[j].clv, all![`clv_${days}d`] as number, 1e-9);
    const of = (s: Printed) => s.horizons[j].clv;
    near(of(total).expected, all![`clv_${days}d`] as number, 1e-9);
    for (const row of byChannel) {
      const segment = segments.find((s: Printed) => s.value === row.channel);
      expect(segment.customers).toBe(Number(row.n));
      near(of(segment).expected, row[`clv_${days}d`] as number, 1e-9);
    }
    for (const { lo95, lo80, expected, hi80, hi95 } of [total, ...segments].map(of)) {
      const bounds = [0, lo95, lo80, expected, hi80, hi95];
      expect(bounds).toEqual([...bounds].sort((p, q) => p - q));
      expect(lo80).toBeLessThan(hi80);
    }
  }
}

const meanOf = (rows: readonly Row[], name: string): number =>
  rows.reduce((sum, row) => sum + (row[name] as number), 0) / rows.length;

async function explained(folder: string, customer: string): Promise<Printed> {
  const { code, out, err } = await clv(["explain", customer, "--json"], { cwd: folder });
  expect(code, err).toBe(0);
  const { steps } = JSON.parse(out);
  return Object.fromEntries(steps.map((s: Printed) => [s.name, s]));
}

describe("credibility", () => {
  let all: Finished;
  beforeAll(async () => {
    all = await finished({ model: "credibility" });
  });

  test("finds how purchases of one customer vary, and how customers differ", () => {
    const { modelVersion } = all.model;
    const spend = all.model.spend!;
    expect(modelVersion).toMatch(/^bg-nbd\+credibility-[0-9a-f]{12}$/);
    expect([spend.model, spend.fallback, spend.leftBecause]).toEqual(["credibility", null, undefined]);
    near(spend.params.within!, 1 / 6, 0.1);
    const channels = [20, 20, 44, 30];
    const mean = channels.reduce((sum, level) => sum + level, 0) / 4;
    near(spend.params.mean!, mean, 3.5 * (spend.standardErrors!.mean! / mean));
    const squares = channels.reduce((sum, level) => sum + level ** 2, 0) / 4;
    near(spend.params.between!, (squares * (1 + 1 / 9)) / mean ** 2 - 1, 0.2);
    expect(spend.doubt!.points.map((p) => p.mean! - spend.params.mean!).sort()).toEqual(
      [-1, 1].map((side) => expect.closeTo(side * spend.standardErrors!.mean!, 9)),
    );
  });

  test("expected spend is the own mean over all purchases and the mean of all, by their weights", async () => {
    const { mean, within, between } = all.model.spend!.params as Record<string, number>;
    const kappa = (within! * (1 + between!)) / between!;
    for (const row of all.scores.values()) {
      const n = (row.x as number) + 1;
      const own = Number(row.historic_value) / n;
      near(row.expected_spend as number, (n * own + kappa * mean!) / (n + kappa), 1e-9);
    }
    await addsUp(all);
  });
});

describe("gamma-regression", () => {
  let all: Finished;
  beforeAll(async () => {
    all = await finished({ model: "gamma-regression", quantities: [] });
  });

  test("the model file holds the predictor, and Gamma-Gamma beside it for the spread", () => {
    const { modelVersion } = all.model;
    const spend = all.model.spend!;
    expect(modelVersion).toMatch(/^bg-nbd\+gamma-regression-[0-9a-f]{12}$/);
    expect([spend.model, spend.predictor!.model, spend.fallback]).toEqual([
      "gamma-gamma",
      "gamma-regression",
      null,
    ]);
    expect(all.run.text).toContain("Spend per purchase: gamma-regression, identified");
    expect(all.run.text).toContain("its mean is not used, its spread is");
  });

  test("coefficients are the logs of what channels spend, within 3.5 standard errors", () => {
    const { predictor } = all.model.spend!;
    if (predictor?.model !== "gamma-regression") return expect.fail("no regression");
    const { coefficients } = predictor.regression;
    const truth: Record<string, number> = {
      intercept: Math.log(levels.web),
      "channel=app": Math.log(levels.app / levels.web),
      "channel=store": Math.log(levels.store / levels.web),
    };
    expect(coefficients.map((c) => c.name).sort()).toEqual(Object.keys(truth).sort());
    for (const { name, estimate, standardError } of coefficients)
      expect(Math.abs(estimate - truth[name]!) / standardError!, name).toBeLessThan(3.5);
  });

  test("expected spend goes by the attribute: one value a channel until someone comes back", () => {
    const once = [...all.scores.values()].filter((row) => row.x === 0);
    const byChannel = Object.keys(levels).map(
      (channel) =>
        [
          channel,
          [
            ...new Set(
              once.filter((row) => row.channel === channel).map((row) => row.expected_spend as number),
            ),
          ],
        ] as const,
    );
    for (const [channel, values] of byChannel) {
      expect(values, channel).toHaveLength(1);
      near(values[0]!, levels[channel as keyof typeof levels], 0.15);
    }
    const often = [...all.scores.values()].filter((row) => (row.x as number) >= 8);
    expect(new Set(often.map((row) => row.expected_spend)).size).toBe(often.length);
  });

  test("totals, segments and intervals are those of the scores", () => addsUp(all));

  test("clv explain says where expected spend comes from, and ends with the published value", async () => {
    const steps = await explained(all.folder, "c2");
    expect(steps["expected spend"].meaning).toBe("per future purchase, by gamma-regression");
    expect(steps["expected spend"].value).toBe(all.scores.get("c2")!.expected_spend);
    near(steps["CLV 180 days"].value, steps["published CLV"].value, 1e-12);
    expect(steps).not.toHaveProperty("credibility");
  });
});

describe("ziln", () => {
  let all: Finished;
  beforeAll(async () => {
    all = await finished({ model: "ziln" });
  });

  test("the network is kept beside the model file, which describes it", async () => {
    const { predictor } = all.model.spend!;
    if (predictor?.model !== "ziln") return expect.fail("no network");
    expect(predictor.ziln).toEqual(JSON.parse(await readFile(join(all.run.runDir, "ziln.json"), "utf8")));
    expect(predictor.ziln).toMatchObject({ horizonDays: 180, cut: dayAfter(asOf, -180) });
    const { customers, best, validation } = predictor.ziln.training;
    const known = new Set(lines.filter(([, day]) => day! <= predictor.ziln.cut).map(([id]) => id));
    expect(customers).toBe(known.size);
    expect(best).toBeGreaterThan(0);
    expect(validation.meanPredicted / validation.meanValue).toBeGreaterThan(0.5);
    expect(validation.meanPredicted / validation.meanValue).toBeLessThan(2);
    expect(all.model.modelVersion).toMatch(/^bg-nbd\+ziln-/);
    expect(all.run.text).toContain("Value of the next 180 days: ziln, trained on");
  });

  test("expected spend times expected purchases is what the network predicts; buyers of late and of more are worth more", () => {
    const rows = [...all.scores.values()];
    const worth = (of: (row: Row) => boolean): number => {
      const own = rows.filter(of);
      return (
        own.reduce((s, r) => s + (r.expected_spend as number) * (r.expected_purchases_180d as number), 0) /
        own.length
      );
    };
    const recent = (row: Row): boolean => daysBetween(String(row.last_day), asOf) < 60;
    expect(worth((r) => recent(r) && (r.x as number) > 3)).toBeGreaterThan(3 * worth((r) => !recent(r)));
    const { predictor } = all.model.spend!;
    if (predictor?.model !== "ziln") return expect.fail("no network");
    for (const row of rows)
      expect((row.expected_spend as number) * (row.expected_purchases_180d as number)).toBeLessThanOrEqual(
        predictor.ziln.largestValue * (1 + 1e-9),
      );
    expect(meanOf(rows, "clv_180d")).toBeGreaterThan(meanOf(rows, "clv_90d"));
  });

  test("totals, segments and intervals are those of the scores", () => addsUp(all));

  test("clv explain says where expected spend comes from", async () => {
    const steps = await explained(all.folder, "c3");
    expect(steps["expected spend"].meaning).toBe("per future purchase, by ziln");
    near(steps["CLV 180 days"].value, all.scores.get("c3")!.clv_180d as number, 1e-12);
  });

  test("too few customers end the run with exit code 4 and what to do", async () => {
    const few = lines.filter(([id]) => Number(String(id).slice(1)) < 300);
    const folder = await logFolder(root, few, { attributes: ["channel"] });
    const flags = { asOf, spend: { model: "ziln" }, value: { horizonsDays: horizons } };
    await expect(runHere(folder, flags)).rejects.toMatchObject({
      code: "FIT_FAILED",
      exitCode: 4,
      message: expect.stringMatching(
        /ziln cannot be trained: 300 customers bought up to 2024-05-04.*Use a shorter horizon/,
      ),
    });
  });
});

test("attributes that columns.attributes lacks are a config error", async () => {
  const folder = await logFolder(root, lines.slice(0, 50), { attributes: ["channel"] });
  await expect(
    runHere(folder, { spend: { model: "gamma-regression", attributes: ["region"] } }),
  ).rejects.toMatchObject({
    code: "CONFIG_INVALID",
    message: expect.stringContaining('"region" is not one of'),
  });
});
