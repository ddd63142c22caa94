import { join } from "node:path";
import {
  type Fit,
  fit as fitModel,
  type SpendHistories,
  type SpendModelName,
  spendIndependence,
  spendModel,
} from "../../models/index.js";
import { fingerprint, fingerprintFile } from "../fingerprint.js";
import type { Stage } from "../stage.js";
import { fitPurchases } from "./fit-purchase.js";
import type { ModelFile, SpendFallback } from "./model-file.js";
import { drawInThreads, parameterDoubt } from "./parameter-doubt.js";
import { readSpendHistories } from "./read-histories.js";
import type { Summary } from "./summary.js";

/** Distinct histories into model.json: parameters, errors, verdicts. */
export const fit: Stage<
  "histories" | "holdout_histories" | "covariate_groups" | "spend_histories" | "summary",
  "model"
> = {
  name: "fit",
  reads: ["histories", "holdout_histories", "covariate_groups", "spend_histories", "summary"],
  writes: ["model"],
  async run({ histories, holdout_histories, covariate_groups, spend_histories, summary }, context) {
    const { config, runDir, warn } = context;
    const historyFile = join(runDir, histories.file);
    const spendFile = join(runDir, spend_histories.file);
    const purchases = await fitPurchases(
      historyFile,
      histories.rows,
      { holdout_histories, covariate_groups, summary },
      context,
    );
    const { model, file: purchase } = purchases;

    const s = await readSpendHistories(spendFile, spend_histories.rows);
    const spend = fitModel(spendModel(config.spend.model), s);
    const fallback = spendFallback(spend, s, summary);
    if (fallback)
      warn(
        `${spend.model} cannot be used (${fallback.reason}); every purchase is valued at the mean ${fallback.meanSpend.toFixed(2)}`,
      );
    else for (const reason of spend.verdict.reasons) warn(`${spend.model} is weak: ${reason}`);

    const likelihood = { kind: "spend", model: spend.model as SpendModelName, data: s } as const;
    const spendDoubt =
      fallback || !config.uncertainty.intervals
        ? null
        : await parameterDoubt(drawInThreads(likelihood, spend, context), spend, context);
    const files = await Promise.all([fingerprintFile(historyFile), fingerprintFile(spendFile)]);
    const scored = [
      model.name,
      purchase.dayParams,
      spend.model,
      fallback ?? spend.params,
      purchase.doubt?.points ?? null,
      spendDoubt?.points ?? null,
      summary.asOf,
    ];
    const file: ModelFile = {
      format: 1,
      modelVersion: `${model.name}+${spend.model}-${fingerprint(scored).slice(0, 12)}`,
      asOf: summary.asOf,
      currency: summary.currency,
      purchase,
      spend: { ...spend, independence: spendIndependence(s), fallback, doubt: spendDoubt },
      data: {
        customers: summary.customers,
        histories: histories.rows,
        repeatCustomers: summary.repeatCustomers,
        spendRows: spend_histories.rows,
        fingerprint: fingerprint(files.map((f) => f.sha256)),
      },
    };
    return { model: file };
  },
};

/** The pooled mean where the spend model has no usable one; null where it has. */
function spendFallback(spend: Fit, s: SpendHistories, summary: Summary): SpendFallback | null {
  const unusable = spend.verdict.status === "failed" || spend.verdict.codes.includes("NO_FINITE_MEAN");
  if (!unusable) return null;
  let total = 0;
  let purchases = 0;
  for (let i = 0; i < s.n.length; i++) {
    total += s.n[i]! * s.z[i]!;
    purchases += s.n[i]! * s.x[i]!;
  }
  const meanSpend = purchases > 0 ? total / purchases : Math.max(0, summary.firstSpend / summary.customers);
  return { meanSpend, reason: spend.verdict.reasons.join("; ") };
}
