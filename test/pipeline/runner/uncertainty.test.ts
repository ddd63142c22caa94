import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { scoresSchema } from "../../../data/schemas/scores.js";
import type { ModelFile } from "../../../pipeline/artifacts/model-file.js";
import { near } from "../../models/near.js";
import { scratch } from "../cli/clv-process.js";
import { query, type Row, sha256 } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { modelOf } from "./logged-run.js";

const root = await scratch();
const sample = resolve(import.meta.dirname, "../../../data/sample");
const horizons = [90, 180, 365];

// biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
type Printed = any;
interface Finished {
  readonly run: Printed;
  readonly model: ModelFile;
  readonly file: string;
}

/** The shipped sample, scored; each run in a folder of its own. */
async function scored(
  name: string,
  uncertainty: object,
  { threads = 2, horizonsDays = horizons } = {},
): Promise<Finished> {
  const settings = { publish: [], engine: { threads }, value: { horizonsDays } };
  const flags = { runsDir: join(root, name), uncertainty, ...settings };
  const run = await runHere(sample, flags, { until: "score" });
  return { run, model: await modelOf(run.runDir), file: join(run.runDir, "tables/scores.parquet") };
}

const content = async ({ file }: Finished, columns: string): Promise<Row[]> =>
  query(`select ${columns} from '${file}' order by customer_id`);

/** What must hold of intervals by any method. */
async function sensible({ run, file }: Finished): Promise<void> {
  for (const { days, ...total } of run.totals.intervals.total.horizons) {
    const ordered = ["purchases", "clv"].map((what) =>
      ["0", "lo95", "lo80", "hi80", "hi95"]
        .map((b) => (b === "0" ? b : `${what}_${days}d_${b}`))
        .flatMap((name, i, all) => (i === 0 ? [] : [`${all[i - 1]} <= ${name}`]))
        .join(" and "),
    );
    const [row] = await query(
      `select bool_and(${ordered[0]}) as purchases_ordered, bool_and(${ordered[1]}) as clv_ordered,
        bool_and((purchases_${days}d_hi95 = 0) = (clv_${days}d_hi95 = 0)) as together,
        bool_and(p_alive < 0.2 or clv_${days}d_hi95 > clv_${days}d) as above,
        bool_and(clv_${days}d_lo95 <= clv_${days}d) as below,
        avg(case when purchases_${days}d_hi80 > purchases_${days}d_lo80 then 1 else 0 end) > 0.2 as wide,
        sum(clv_${days}d_hi95) - sum(clv_${days}d_lo95) as width, sum(clv_${days}d) as clv,
        sum(expected_purchases_${days}d) as purchases_expected from '${file}'`,
    );
    expect(row).toMatchObject({
      purchases_ordered: true,
      clv_ordered: true,
      together: true,
      above: true,
      below: true,
      wide: true,
    });
    near(total.clv.expected, row!.clv as number, 1e-9);
    near(total.purchases.expected, row!.purchases_expected as number, 1e-9);
    const width = total.clv.hi95 - total.clv.lo95;
    expect(width).toBeGreaterThan(0.02 * total.clv.expected);
    expect(width, "chance averages out over customers").toBeLessThan(0.4 * (row!.width as number));
    expect(total.clv.doubt).toBeGreaterThan(0);
    expect(total.clv.chance).toBeGreaterThan(0);
  }
}

let laplace: Finished;
beforeAll(async () => {
  laplace = await scored("laplace", {});
});

describe("laplace, as it comes", () => {
  test("bounds are in order around what is expected, and the total is surer than its parts", () =>
    sensible(laplace));

  test("the summary says what the ranges of totals are made of, not that they hold", () => {
    const [, value] = laplace.run.said.split("Predicted value");
    expect(value).toMatch(
      /next 90 days .* to .* 80 % ranges: chance in purchases and spend, .* parameters, season and level to come\./,
    );
    expect(laplace.run.text).not.toMatch(/hold with|holds with/);
  });

  test("tiers and months to come add up to the total of the longest horizon, and are less sure than it", () => {
    const { tiers, months, horizons: all, intervals } = laplace.run.totals;
    const longest = all.at(-1);
    const total = intervals.total.horizons.at(-1);
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    const of = (key: string) => months.map((m: Printed) => m[key]);
    near(sum(of("purchases").map((t: Printed) => t.expected)), longest.expectedPurchases, 1e-12);
    near(sum(of("clv").map((t: Printed) => t.expected)), longest.clv, 1e-12);
    const shares = of("value").map((t: Printed, i: number) => t.expected / months[i].clv.expected);
    expect(shares, "discounted the more, the later").toEqual([...shares].sort((a, b) => a - b));
    near(shares[11]!, 1.1 ** (350 / 365), 1e-3);
    expect([months.length, months[0].from, months[11].to]).toEqual([12, "2025-02-01", "2026-01-31"]);
    near(sum(tiers.map((t: Printed) => t.interval.expected)), total.clv.expected, 1e-9);
    for (const { tier, clv, interval } of tiers) {
      near(interval.expected, clv, 1e-12, tier);
      near(interval.calendar / clv, total.clv.calendar / total.clv.expected, 1e-9, tier);
      expect(interval.chance / clv, tier).toBeGreaterThan(total.clv.chance / total.clv.expected);
    }
    const chance = Math.hypot(...tiers.map((t: Printed) => t.interval.chance));
    near(chance, total.clv.chance, 0.03);
    for (const { expected, calendar, lo95, lo80, hi80, hi95 } of of("purchases")) {
      expect(calendar / expected).toBeGreaterThan(
        0.8 * (total.purchases.calendar / total.purchases.expected),
      );
      expect([lo95, lo80, expected, hi80, hi95]).toEqual(
        [lo95, lo80, expected, hi80, hi95].sort((a, b) => a - b),
      );
    }
    expect(laplace.run.text).toMatch(
      /Months to come, existing customers, EUR\n +month +purchases +80 % range +value/,
    );
    expect(laplace.run.text).toMatch(/^ +top +\d+ +[\d,]+ +[\d,]+ to [\d,]+ +\d+\.\d %$/m);
  });

  test("the model file holds symmetric points around the estimate", () => {
    const { doubt, dayParams } = laplace.model.purchase;
    expect(doubt).toMatchObject({ method: "laplace", posterior: null, bootstrap: null });
    expect(doubt!.points).toHaveLength(8); // two for each of four parameters
    for (const [k, value] of Object.entries(dayParams)) {
      const logs = doubt!.points.map((p) => Math.log(p[k]! / value));
      expect(Math.abs(logs.reduce((sum, v) => sum + v, 0)), k).toBeLessThan(1e-9);
      const { standardErrors } = laplace.model.purchase;
      const sd = Math.sqrt(logs.reduce((sum, v) => sum + v * v, 0) / logs.length);
      near(sd, standardErrors![k]! / value, 1e-6, k);
    }
  });

  test("one thread scores the same bytes as two", async () => {
    const one = await scored("one", {}, { threads: 1 });
    expect(one.run.runId).toBe(laplace.run.runId);
    expect(await sha256(one.file)).toBe(await sha256(laplace.file));
    expect(await sha256(join(one.run.runDir, "model.json"))).toBe(
      await sha256(join(laplace.run.runDir, "model.json")),
    );
    expect(one.run.totals).toEqual(laplace.run.totals);
  });
});

test("without intervals their columns are gone and everything else is as it was", async () => {
  const plain = await scored("plain", { intervals: false });
  const names = async ({ file }: Finished) =>
    (await query(`select column_name as name from (describe from '${file}')`)).map((row) => row.name);
  const of = (intervals: boolean) =>
    scoresSchema(horizons, ["channel", "country"], intervals).fields.map((f) => f.name);
  expect(await names(plain)).toEqual(of(false));
  expect(await names(laplace)).toEqual(of(true));
  expect(of(true).length - of(false).length).toBe(2 * 4 * horizons.length);
  const shared = of(false).filter((name) => !["run_id", "model_version"].includes(name));
  const columns = shared.map((name) => `"${name}"`).join(", ");
  expect(await content(plain, columns)).toEqual(await content(laplace, columns));
  const tiers = laplace.run.totals.tiers.map(({ interval: _, ...tier }: Printed) => tier);
  expect(plain.run.totals).toEqual({ ...laplace.run.totals, intervals: null, months: null, tiers });
  expect([plain.model.purchase.doubt, plain.model.spend!.doubt]).toEqual([null, null]);
  expect(plain.model.purchase.params).toEqual(laplace.model.purchase.params);
  expect(plain.run.text).not.toMatch(/Ranges|80 %/);
});

/** Draws agree with the normal approximation about how well the totals are known. */
function likeLaplace({ run }: Finished): void {
  for (const own of run.totals.intervals.total.horizons) {
    const other = laplace.run.totals.intervals.total.horizons.find((h: Printed) => h.days === own.days);
    for (const what of ["purchases", "clv"]) {
      // which horizons are asked for cuts the days that are discounted together
      near(own[what].expected, other[what].expected, what === "clv" ? 2e-6 : 1e-9);
      expect(own[what].doubt / other[what].doubt).toBeGreaterThan(0.6);
      expect(own[what].doubt / other[what].doubt).toBeLessThan(1.6);
    }
  }
}

describe("posterior", () => {
  let posterior: Finished;
  beforeAll(async () => {
    posterior = await scored("posterior", { method: "posterior", draws: 400 }, { horizonsDays: [180] });
  });

  test("bounds are in order around what is expected, and like those of laplace", async () => {
    await sensible(posterior);
    likeLaplace(posterior);
  });

  test("the model file says how the draws were made and that they can be trusted", () => {
    for (const part of [posterior.model.purchase, posterior.model.spend!]) {
      const { method, points, posterior: report, bootstrap } = part.doubt!;
      expect([method, bootstrap, points.length]).toEqual(["posterior", null, 64]);
      expect(report!.draws).toBe(400);
      expect(report!.divergences).toBe(0);
      for (const [k, value] of Object.entries(part.params)) {
        expect(report!.rHat[k], `R-hat of ${k}`).toBeLessThan(1.05);
        expect(report!.essBulk[k], `effective draws of ${k}`).toBeGreaterThan(80);
        const [low, middle, high] = report!.quantiles[k]!;
        expect(low).toBeLessThan(middle);
        expect(middle).toBeLessThan(high);
        expect([low < value, value < high], k).toEqual([true, true]);
      }
    }
    expect(posterior.model.modelVersion).not.toBe(laplace.model.modelVersion);
    expect(posterior.model.purchase.params).toEqual(laplace.model.purchase.params);
  });
});

describe("bootstrap", () => {
  let bootstrap: Finished;
  beforeAll(async () => {
    bootstrap = await scored("bootstrap", { method: "bootstrap", draws: 100 }, { horizonsDays: [180] });
  });

  test("bounds are in order around what is expected, and like those of laplace", async () => {
    await sensible(bootstrap);
    likeLaplace(bootstrap);
  });

  test("the model file says how many replicates there are, with standard errors like those of the fit", () => {
    for (const part of [bootstrap.model.purchase, bootstrap.model.spend!]) {
      const { method, points, posterior, bootstrap: report } = part.doubt!;
      expect([method, posterior, points.length]).toEqual(["bootstrap", null, 64]);
      expect(report).toMatchObject({ replicates: 100, failed: 0 });
      for (const [k, error] of Object.entries(part.standardErrors!)) {
        const ratio = report!.standardErrors[k]! / error;
        expect(ratio, `${k} ${ratio}`).toBeGreaterThan(0.5);
        expect(ratio, `${k} ${ratio}`).toBeLessThan(2);
      }
    }
  });
});
