import { join } from "node:path";
import { fingerprint, fingerprintFile } from "../fingerprint.js";
import type { Stage } from "../stage.js";
import { fitPurchases } from "./fit-purchase.js";
import { fitSpend } from "./fit-spend.js";
import type { ModelFile } from "./model-file.js";

/** Distinct histories into model.json: parameters, errors, verdicts. */
export const fit: Stage<
  | "transactions"
  | "customers"
  | "histories"
  | "holdout_histories"
  | "covariate_groups"
  | "spend_histories"
  | "summary",
  "model"
> = {
  name: "fit",
  reads: [
    "transactions",
    "customers",
    "histories",
    "holdout_histories",
    "covariate_groups",
    "spend_histories",
    "summary",
  ],
  writes: ["model"],
  async run({ histories, holdout_histories, covariate_groups, spend_histories, summary }, context) {
    const { runDir } = context;
    const historyFile = join(runDir, histories.file);
    const spendFile = join(runDir, spend_histories.file);
    const purchases = await fitPurchases(
      historyFile,
      histories.rows,
      { holdout_histories, covariate_groups, summary },
      context,
    );
    const { model, file: purchase } = purchases;

    const spend = await fitSpend(spend_histories, summary, context);
    const files = await Promise.all([fingerprintFile(historyFile), fingerprintFile(spendFile)]);
    const scored = [
      ...[model.name, purchase.dayParams, purchase.doubt?.points ?? null, spend.model],
      ...[spend.fallback ?? spend.params, spend.doubt?.points ?? null, spend.predictor, summary.asOf],
    ];
    const file: ModelFile = {
      format: 1,
      modelVersion: `${model.name}+${spend.predictor?.model ?? spend.model}-${fingerprint(scored).slice(0, 12)}`,
      asOf: summary.asOf,
      currency: summary.currency,
      purchase,
      spend,
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
