import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import {
  askedLevel,
  historiesFrom,
  historyClass,
  historyClasses,
  type PurchaseModelName,
  predictHistories,
  purchaseModel,
} from "../../../models/index.js";
import type { ModelFile } from "../../../pipeline/artifacts/model-file.js";
import { intervalBounds, intervalColumns } from "../../../pipeline/sql/interval-columns.js";
import { spendParams } from "../../../pipeline/stages/fit/spend-terms.js";
import { scratch, shared } from "../cli/clv-process.js";
import type { Row } from "../cli/read-back.js";
import { runHere } from "../cli/run-here.js";
import { logFolder, scoresOf } from "./logged-run.js";

const root = await scratch();
const sample = join(shared, "CDNOW_sample.txt");
const horizon = 365;

async function orders(): Promise<string[][]> {
  const rows = (await readFile(sample, "utf8")).trim().split(/\r?\n/);
  return rows.map((row) => {
    const [, id = "", day = "", , dollars = ""] = row.trim().split(/\s+/);
    return [id, `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`, dollars];
  });
}

const championOf = async ({ runDir }: { runDir: string }): Promise<ModelFile> =>
  JSON.parse(await readFile(join(runDir, "champion.json"), "utf8"));

/** The ends of the intervals that a model and its correction say, by the columns of scores. */
function intervalsBy(m: ModelFile, { x, t_x_days, t_cal_days }: Row): number[] {
  const [X, tx, T] = [x, t_x_days, t_cal_days].map(Number) as [number, number, number];
  const kind = historyClass(X, tx, T, m.correction?.long ?? Number.NaN);
  const ends = (of: "purchases" | "value"): number[] =>
    intervalBounds.map(({ name, level }) => {
      if (m.correction === null) return level;
      const asked = askedLevel(m.correction[of]!, historyClasses[kind]!, name.endsWith("80") ? 0.8 : 0.95);
      return name.startsWith("lo") ? asked.from : asked.to;
    });
  const model = purchaseModel(m.purchase.model as PurchaseModelName);
  const predicted = (levels: number[]) =>
    predictHistories(model, m.purchase.dayParams, historiesFrom([X], [tx], [T]), [horizon], 0, {
      levels,
      spend: spendParams(m.spend) as { p: number; q: number },
      points: m.purchase.doubt!.points,
    });
  return [
    ...predicted(ends("purchases")).purchaseQuantiles[0]!.map((column) => column[0]!),
    ...predicted(ends("value")).valueQuantiles[0]!.map((column) => column[0]!),
  ];
}

// Public data, read beside the checkout and never committed.
describe.skipIf(!existsSync(sample))("CDNOW (skipped where ../shared/data is absent)", () => {
  const settings = {
    value: { horizonsDays: [horizon], annualDiscountRate: 0 },
    purchase: { calendar: "off" },
  };
  const validated = { when: "always", models: ["bg-nbd"], origins: 2, replicates: 0, totalOrigins: 0 };
  const lines: string[][] = [];
  let folder: string;
  // biome-ignore lint/suspicious/noExplicitAny: the object is JSON; each test looks at its own part
  let run: any;
  let champion: ModelFile;

  beforeAll(async () => {
    lines.push(...(await orders()));
    folder = await logFolder(root, lines);
    run = await runHere(folder, { ...settings, asOf: "1998-05-31", validate: validated });
    champion = await championOf(run);
  }, 60_000);

  test("the champion carries what the validation learned, in its version too", async () => {
    const { backtest } = JSON.parse(await readFile(join(run.runDir, "validation.json"), "utf8"));
    expect(champion.correction).toEqual(backtest.corrections["bg-nbd"].all);
    const model: ModelFile = JSON.parse(await readFile(join(run.runDir, "model.json"), "utf8"));
    expect(model.correction).toBeNull();
    expect(champion.modelVersion).not.toBe(model.modelVersion);
    expect(champion.purchase).toEqual(model.purchase);
  });

  test("intervals of scores are what the correction asks the model for, and others than without it", async () => {
    const other = await logFolder(root, lines);
    const flags = { ...settings, asOf: "1998-05-31", validate: { when: "never" } };
    const plainRun = await runHere(other, flags, { until: "score" });
    const plain = await championOf(plainRun);
    expect(plain.correction).toBeNull();
    const columns = [...intervalColumns("purchases", [horizon]), ...intervalColumns("clv", [horizon])];
    const corrected = await scoresOf(run.runDir);
    const uncorrected = await scoresOf(plainRun.runDir);
    let changed = 0;
    for (const [place, [id, row]] of [...corrected].entries()) {
      const before = uncorrected.get(id)!;
      if (columns.some((name) => row[name] !== before[name])) changed++;
      expect(row[`expected_purchases_${horizon}d`]).toBe(before[`expected_purchases_${horizon}d`]);
      if (place % 40 > 0) continue; // every fortieth customer is worked out again
      for (const [model, scored] of [
        [champion, row],
        [plain, before],
      ] as const) {
        const spend = Number(scored.expected_spend);
        intervalsBy(model, scored).forEach((end, k) => {
          const [is, would] = [Number(scored[columns[k]!]), k < intervalBounds.length ? end : end * spend];
          expect(Math.abs(is - would), `${id} ${columns[k]}: ${is}, ${would}`).toBeLessThan(
            0.005 + 1e-4 * would,
          );
        });
      }
    }
    expect(changed).toBeGreaterThan(corrected.size / 2);
  }, 60_000);

  test("a refit that validates nothing keeps the correction, under a version of its own", async () => {
    const flags = { ...settings, retrain: { when: "always" }, validate: { when: "never" } };
    const later = await runHere(folder, { ...flags, asOf: "1998-06-30" }, { until: "score" });
    const refit = await championOf(later);
    expect(later.gate).toMatchObject({ outcome: "refit", before: champion.modelVersion });
    expect(refit.fittedAsOf).toBe("1998-06-30");
    expect(refit.correction).toEqual(champion.correction);
    expect(refit.modelVersion).not.toBe(champion.modelVersion);
    expect(later.gate.gates.find((g: { gate: string }) => g.gate === "coverage").reason).toBe(
      "this run did not validate; the last validation was as of 1998-05-31",
    );
  }, 60_000);
});
