import { join } from "node:path";
import {
  type Fit,
  fit as fitModel,
  type PurchaseModel,
  purchaseModel,
  rescaleLogLikelihood,
  rescaleParams,
  type SpendHistories,
  spendIndependence,
  spendModel,
} from "../../models/index.js";
import { ClvError } from "../errors.js";
import { fingerprint, fingerprintFile } from "../fingerprint.js";
import type { Stage } from "../stage.js";
import { daysPerUnit, type ModelFile, type SpendFallback, type TimeUnit } from "./model-file.js";
import { readHistories, readSpendHistories } from "./read-histories.js";
import type { Summary } from "./summary.js";

/** Distinct histories into model.json: parameters, errors, verdicts. */
export const fit: Stage<"histories" | "spend_histories" | "summary", "model"> = {
  name: "fit",
  reads: ["histories", "spend_histories", "summary"],
  writes: ["model"],
  async run({ histories, spend_histories, summary }, { config, runDir, log, warn }) {
    const historyFile = join(runDir, histories.file);
    const spendFile = join(runDir, spend_histories.file);
    const h = await readHistories(historyFile, histories.rows);
    const model = purchaseModel(config.purchase.model);
    const inDays = fitModel(model, h);
    log(
      `${model.name}: ${inDays.evaluations} evaluations over ${inDays.rows} histories, ${inDays.verdict.status}`,
    );
    if (inDays.verdict.status === "failed") throw fitFailed(inDays);
    for (const reason of inDays.verdict.reasons) warn(`${model.name} is weak: ${reason}`);

    const s = await readSpendHistories(spendFile, spend_histories.rows);
    const spend = fitModel(spendModel(config.spend.model), s);
    const fallback = spendFallback(spend, s, summary);
    if (fallback)
      warn(
        `${spend.model} cannot be used (${fallback.reason}); every purchase is valued at the mean ${fallback.meanSpend.toFixed(2)}`,
      );
    else for (const reason of spend.verdict.reasons) warn(`${spend.model} is weak: ${reason}`);

    const purchase = {
      ...inUnit(inDays, model, config.timeUnit, summary.repeatPurchases),
      timeUnit: config.timeUnit,
      dayParams: inDays.params,
    };
    const files = await Promise.all([fingerprintFile(historyFile), fingerprintFile(spendFile)]);
    const scored = [model.name, inDays.params, spend.model, fallback ?? spend.params, summary.asOf];
    const file: ModelFile = {
      format: 1,
      modelVersion: `${model.name}+${spend.model}-${fingerprint(scored).slice(0, 12)}`,
      asOf: summary.asOf,
      currency: summary.currency,
      purchase,
      spend: { ...spend, independence: spendIndependence(s), fallback },
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

/** A fit in days as it reads in another time unit. */
function inUnit(f: Fit, model: PurchaseModel, unit: TimeUnit, repeatPurchases: number): Fit {
  const days = daysPerUnit[unit];
  if (days === 1) return f;
  const scale = model.params.map((k) => days ** -(model.timeExponent[k] ?? 0));
  return {
    ...f,
    params: rescaleParams(model, f.params, days),
    logLikelihood: rescaleLogLikelihood(f.logLikelihood, repeatPurchases, days),
    standardErrors: f.standardErrors && rescaleParams(model, f.standardErrors, days),
    covariance: f.covariance?.map((row, i) => row.map((v, j) => v * scale[i]! * scale[j]!)) ?? null,
  };
}

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

function advice({ verdict }: Fit): string {
  if (verdict.codes.includes("NO_REPEAT_BUYERS"))
    return "Either nobody has come back yet (read more history), or each order has its own customer id (check columns.customer).";
  if (verdict.codes.includes("NO_OBSERVATION_TIME")) return "Set a later asOf, or read more history.";
  return "More history, a later asOf or a check of columns.customer may help.";
}

function fitFailed(f: Fit): ClvError {
  const show = (values: Readonly<Record<string, number>>): string =>
    Object.entries(values)
      .map(([k, v]) => `${k} = ${v.toPrecision(6)}`)
      .join(", ");
  const searched =
    f.starts > 0
      ? `Last parameters (days): ${show(f.params)}\nGradient per customer in log-parameters: ${show(f.scaledGradient)}\n`
      : "";
  const customers = `${f.customers.toLocaleString("en-US")} ${f.customers === 1 ? "customer" : "customers"}`;
  return new ClvError(
    "FIT_FAILED",
    `${f.model} cannot be fitted to ${customers} (${f.verdict.codes.join(", ")}): ${f.verdict.reasons.join("; ")}.\n${searched}` +
      `Nothing was scored or published. ${advice(f)}`,
  );
}
