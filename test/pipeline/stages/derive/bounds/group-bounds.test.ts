import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { paretoNbd, sampleSize, sbg, seededRandom } from "../../../../../models/index.js";
import type { TotalInterval } from "../../../../../pipeline/artifacts/score-summary.js";
import { intervalBounds } from "../../../../../pipeline/sql/interval-columns.js";
import { near } from "../../../../models/near.js";
import { scratch } from "../../../cli/clv-process.js";
import { query } from "../../../cli/read-back.js";
import { runHere } from "../../../cli/run-here.js";
import { dayAfter, logFolder } from "../../../runner/logged-run.js";

const root = await scratch();
const start = "2023-01-01";
type Line = [string, string, number];

/** Customers who all came in January 2023, and bought until the end of 2024. */
function shoppers(customers: number, random = seededRandom(3)): Line[] {
  const truth = { r: 4, alpha: 250, s: 0.9, beta: 400 };
  return Array.from({ length: customers }, (_, i) => {
    const first = Math.floor(31 * random());
    const price = 10 + 40 * random();
    return [0, ...paretoNbd.simulate(truth, 730 - first, random).times].map(
      (time): Line => [`c${i}`, dayAfter(start, first + Math.floor(time)), price * (0.8 + 0.4 * random())],
    );
  }).flat();
}

/** Subscribers who all came in January 2023. */
function subscribers(customers: number, random = seededRandom(4)): Line[] {
  return Array.from({ length: customers }, (_, i) => {
    const { length } = sbg.simulate({ alpha: 0.9, beta: 6 }, 23, random).times;
    return Array.from(
      { length: length + 1 },
      (_, k): Line => [
        `s${i}`,
        new Date(Date.UTC(2023, k, 1 + (i % 28))).toISOString().slice(0, 10),
        [9, 19, 49][i % 3]!,
      ],
    );
  }).flat();
}

const cases = [
  ["season and level", shoppers(200), { purchase: { model: "bg-nbd", calendar: "level" } }],
  [
    "a sample of the histories",
    shoppers(2400),
    { purchase: { model: "bg-nbd", calendar: "off" }, spend: { model: "gamma-gamma" } },
  ],
  ["periods", subscribers(200), { purchase: { model: "sbg" } }],
] as const;

test.each(cases)("everyone as one group has the bounds of the total: %s", async (_, lines, flags) => {
  const settings = { asOf: "2024-12-31", value: { horizonsDays: [90, 365] }, validate: { totalOrigins: 0 } };
  const run = await runHere(await logFolder(root, lines), { ...settings, ...flags }, { until: "derive" });
  const { histories } = JSON.parse(await readFile(join(run.runDir, "summary.json"), "utf8"));
  expect(histories > sampleSize).toBe(lines.length > 5000);
  const everyone = await query(
    `select * from '${join(run.runDir, "tables/clv_segments.parquet")}' where attribute is null order by horizon_days`,
  );
  expect(everyone).toHaveLength(2);
  run.totals.intervals.total.horizons.forEach((total: Total, i: number) => {
    for (const { name } of intervalBounds) {
      const own = (of: string, column: string): number =>
        Number(everyone[i]![`${of}_${name}`]) / Number(everyone[i]![column]);
      near(own("purchases", "expected_purchases"), total.purchases[name] / total.purchases.expected, 0.01);
      near(own("clv", "clv"), total.clv[name] / total.clv.expected, 0.01);
    }
  });
});

type Total = Record<"purchases" | "clv", TotalInterval>;
