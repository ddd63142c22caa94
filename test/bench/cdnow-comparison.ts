/**
 * Every continuous purchase model of the registry on CDNOW: 39 weeks to fit, the 39 weeks that follow to compare.
 * usage: node dist/test/bench/cdnow-comparison.js [--json]; log-likelihoods are those of days.
 */
import type { PurchaseModel } from "../../models/model.js";
import { seededRandom } from "../../models/numeric/random.js";
import { purchaseModel, purchaseModelNames } from "../../models/registry.js";
import { cdnow, cdnowMissing } from "../models/cdnow.js";
import { judgeModel, type ModelResult } from "./model-comparison.js";
import { digits, tableText } from "./table.js";

const columns = [
  "LL",
  "AIC",
  "log score",
  "MAE",
  "bias",
  "Spearman",
  "Gini",
  "top 10",
  "MAPE",
  "80",
  "80 PIT",
  "95",
  "95 PIT",
  "PIT p",
];

if (cdnowMissing !== null) process.stderr.write(`skipped: ${cdnowMissing}\n`);
else main();

function main(): void {
  const data = cdnow();
  const models = purchaseModelNames
    .map((name): PurchaseModel => purchaseModel(name))
    .filter((model) => model.time === "continuous");
  const results = models
    .map((model): [string, ModelResult] => [
      model.about.title,
      judgeModel(model, data, 273, seededRandom(42)),
    ])
    .sort((p, q) => p[1].logScore - q[1].logScore);
  if (process.argv.includes("--json")) {
    process.stdout.write(`${JSON.stringify(Object.fromEntries(results), null, 2)}\n`);
    return;
  }
  const rows = results.map(([title, r]) => [
    title,
    digits(r.fit.logLikelihood, 2),
    digits(r.aic, 1),
    digits(r.logScore, 4),
    digits(r.errors.mae, 4),
    digits(100 * r.errors.bias, 1),
    digits(r.spearman, 3),
    digits(r.gini, 3),
    digits(100 * r.topTenth, 1),
    digits(100 * r.decileMape, 1),
    ...r.coverage.flatMap((c) => [digits(100 * c.plain, 1), digits(100 * c.randomised, 1)]),
    digits(r.pitPValue, 3),
  ]);
  process.stdout.write(
    tableText({
      title: "CDNOW, 2,357 customers, 39 weeks to fit and 39 to compare",
      columns: ["", ...columns],
      rows,
      notes: [
        "best log score first: the mean of -ln P(Y = y) over customers; MAE in purchases; bias, top 10 % captured, decile MAPE and coverage in %",
        "coverage of central 80 and 95 % intervals: of whole numbers, which hold more than they must, and by the randomised PIT",
        "PIT p: chi-square test that the forecast distributions are right, 20 bins",
      ],
    }),
  );
}
