import { type CredibilityParam, credibility, kappa, limitText, type Params } from "../../models/index.js";
import type { Account } from "../artifacts/account.js";
import type { Artifacts } from "../artifacts/artifacts.js";
import type {
  CandidateScore,
  FittedCovariates,
  ModelFile,
  ParameterDoubt,
  SpendPredictor,
} from "../artifacts/model-file.js";
import type { ScoreSummary } from "../artifacts/score-summary.js";
import type { Summary } from "../artifacts/summary.js";
import { reasonLines } from "../stages/ingest/rejection-limits.js";
import { count, figure, money, percent, table } from "../text/format.js";
import { retrainingTexts } from "./retraining-text.js";
import { validationText } from "./validation-text.js";

/** The account of every input row, which `clv ingest` and `clv run` print. */
export function accountText(a: Account): string {
  const rows: string[][] = [
    ["rows read", count(a.input), a.files.length === 1 ? a.files[0]!.name : `${a.files.length} files`],
  ];
  rows.push([
    "accepted",
    count(a.accepted),
    `${a.firstDay} to ${a.asOf}${a.refunds > 0 ? `, ${count(a.refunds)} of them refunds` : ""}`,
  ]);
  rows.push(["merged", count(a.merged), "repetitions of an order"]);
  rows.push([
    "out of window",
    count(a.outOfWindow),
    `${count(a.outOfWindowBy.before)} before, ${count(a.outOfWindowBy.after)} after`,
  ]);
  const forgotten = a.forgotten > 0 ? `, ${count(a.forgotten)} of forgotten customers` : "";
  rows.push(["rejected", count(a.rejected), percent(a.input === 0 ? 0 : a.rejected / a.input) + forgotten]);
  if (a.duplicateFiles.length > 0)
    rows.push(["skipped", count(a.duplicateFiles.length), "files with the content of another one"]);
  const reasons = a.rejectedBy.length > 0 ? `\n${reasonLines(a.rejectedBy)}` : "";
  return `Data\n${table(rows, [false, true, false])}${reasons}`;
}

export function summaryText(s: Summary): string {
  return (
    `  ${count(s.customers)} customers, ${count(s.repeatCustomers)} of them bought again (${count(s.repeatPurchases)} repeat purchases); ${count(s.histories)} distinct histories` +
    (s.sameDayOrders > 0
      ? `\n  ${count(s.sameDayOrders)} orders fell on a day with an earlier one and count as one purchase with it`
      : "") +
    (s.newOnAsOf > 0
      ? `\n  ${count(s.newOnAsOf)} customers bought for the first time on ${s.asOf}, so nothing is known of their habits yet`
      : "")
  );
}

/** Parameters with errors and verdict of both models. */
export function modelText(m: ModelFile, summary: Summary | undefined): string {
  const { model, period, timeUnit, candidates, leftBecause } = m.purchase;
  const unit = period === null ? timeUnit : typeof period === "number" ? `period of ${period} day` : period;
  const limit = m.purchase.limits === undefined ? null : limitText(m.purchase);
  const notes = [limit, leftBecause].filter((note) => note !== null).map((note) => `\n  ${note}`);
  return [
    ...(candidates ? [candidatesText(candidates, summary)] : []),
    parametersText(`Purchases and churn: ${model}, time in ${unit}s`, m.purchase) +
      coefficientsText(m.purchase.covariates) +
      doubtText(m.purchase.doubt) +
      notes.join(""),
    spendText(m),
  ].join("\n\n");
}

/** How a posterior was drawn, or a bootstrap made. */
function doubtText(doubt: ParameterDoubt | null): string {
  if (doubt?.posterior) {
    const { method, draws, rHat, essBulk, paretoK } = doubt.posterior;
    const worst = Math.max(...Object.values(rHat).map(Number));
    const least = Math.min(...Object.values(essBulk).map(Number));
    const k = paretoK === null ? "" : `, Pareto k ${paretoK.toFixed(2)}`;
    return `\n  posterior: ${count(draws)} draws by ${method}, R-hat at most ${worst.toFixed(4)}, effective size at least ${count(least)}${k}`;
  }
  if (doubt?.bootstrap) {
    const { replicates, failed } = doubt.bootstrap;
    return `\n  bootstrap: ${count(replicates)} replicates${failed > 0 ? `, ${count(failed)} without an estimate` : ""}`;
  }
  return "";
}

function coefficientsText(covariates: FittedCovariates | null): string {
  if (covariates === null) return "";
  const rows = covariates.coefficients.map((c) => [
    `${c.process}: ${c.covariate}`,
    figure(c.estimate),
    c.standardError === null ? "" : `± ${figure(c.standardError)}`,
    `times ${c.factor.toFixed(3)}`,
    c.pValue === null ? "" : `p ${c.pValue < 1e-4 ? "< 0.0001" : c.pValue.toFixed(4)}`,
  ]);
  const title = "coefficients (a plus: more purchases, or earlier dropout)";
  const all = `\n  ${title}\n${table(rows, [false, true, false, true, false])}`;
  if (covariates.test === null) return all;
  const { statistic, degreesOfFreedom, pValue } = covariates.test;
  const p = pValue < 1e-4 ? "< 0.0001" : pValue.toFixed(4);
  return `${all}\n  all together: chi-square ${statistic.toFixed(2)} with ${degreesOfFreedom} degrees of freedom, p ${p}`;
}

/** What `purchase.model: auto` compared, best first. */
function candidatesText(candidates: readonly CandidateScore[], summary: Summary | undefined): string {
  const head = ["model", "log-score", "mean error", "bias", "log-likelihood", "AIC", "fit", ""];
  const rows = candidates.map((c) => [
    c.model,
    c.logScore?.toFixed(5) ?? "",
    c.meanAbsoluteError?.toFixed(4) ?? "",
    c.bias === null ? "" : `${c.bias >= 0 ? "+" : ""}${percent(c.bias)}`,
    c.logLikelihood.toFixed(2),
    c.aic?.toFixed(2) ?? "",
    c.status,
    c.chosen ? "chosen" : "",
  ]);
  const align = [false, true, true, true, true, true, false, false];
  return `Models compared on what followed ${summary?.holdoutFrom ?? "the cut"} (score and error a customer; likelihoods in days)\n${table([head, ...rows], align)}`;
}

function spendText({ spend, currency }: ModelFile): string {
  if (spend.fallback)
    return `Spend: no usable ${spend.model} (${spend.fallback.reason})\n  every purchase counts as ${money(spend.fallback.meanSpend, currency)}`;
  const note = spend.leftBecause === undefined ? "" : `\n  ${spend.leftBecause}`;
  const bySpend = `${parametersText(`Spend per purchase: ${spend.model}`, spend)}\n  ${ownMeanText(spend)}${note}`;
  return spend.predictor
    ? `${predictorText(spend.predictor)}\n\n${bySpend}\n  its mean is not used, its spread is`
    : bySpend;
}

/** How much a customer's own mean weighs by credibility; of Gamma-Gamma, whether spend is unrelated to frequency as it assumes. */
function ownMeanText({ model, params, independence }: ModelFile["spend"]): string {
  if (model !== credibility.name) return independence.sentence;
  const p = params as Params<CredibilityParam>;
  const k = kappa(p);
  if (k === 0)
    return "purchases of one customer do not vary: each is valued at its own mean over all its purchases";
  if (k === Infinity)
    return "own means do not differ beyond chance: each purchase is valued at the mean of all";
  return `a customer's own mean over n purchases, the first one included, weighs n / (n + ${figure(k)})`;
}

function predictorText(p: SpendPredictor): string {
  if (p.model === "ziln") {
    const { training, horizonDays, cut, backend } = p.ziln;
    const { epochs, best, validation } = training;
    return `Value of the next ${horizonDays} days: ziln, trained on ${count(training.customers)} customers as of ${cut} (${backend})
  ${epochs.length} epochs, the best was ${best}; customers kept apart were worth ${validation.meanValue.toFixed(2)} each, predicted ${validation.meanPredicted.toFixed(2)}`;
  }
  const { coefficients, kappa, verdict } = p.regression;
  const rows = coefficients.map((c) => [
    c.name,
    figure(c.estimate),
    c.standardError === null ? "" : `± ${figure(c.standardError)}`,
    `times ${Math.exp(c.estimate).toFixed(3)}`,
  ]);
  const own =
    kappa === null
      ? "own means do not differ beyond chance"
      : `a customer's own mean weighs x / (x + ${figure(kappa)})`;
  return `Spend per purchase: gamma-regression, ${verdict.status}\n${table(rows, [false, true, false, true])}\n  ${own}`;
}

function parametersText(title: string, fit: ModelFile["purchase"] | ModelFile["spend"]): string {
  const limits = "limits" in fit ? (fit.limits ?? []) : [];
  const replaced = new Set(limits.flatMap((limit) => limit.replaced));
  const own = Object.entries(fit.params).filter(
    ([name]) => !name.includes(":") && !replaced.has(name), // coefficients are listed apart
  );
  const row = (name: string, value: number, error: number | null | undefined): string[] => [
    name,
    figure(value),
    error === undefined || error === null ? "" : `± ${figure(error)}`,
  ];
  const rows = [
    ...own.map(([name, value]) => row(name, value, fit.standardErrors?.[name])),
    ...limits.flatMap(({ instead: q }) => (q === null ? [] : [row(q.name, q.value, q.standardError)])),
  ];
  const verdict = fit.verdict.reasons.length > 0 ? `: ${fit.verdict.reasons.join("; ")}` : "";
  const how =
    "logLikelihood" in fit
      ? `log-likelihood ${fit.logLikelihood.toFixed(4)}${fit.aic === undefined ? "" : `, AIC ${fit.aic.toFixed(2)}, BIC ${fit.bic?.toFixed(2)}`}`
      : "by moments";
  return `${title}\n${table(rows, [false, true, false])}\n  ${how} over ${count(fit.customers)} customers; ${fit.verdict.status}${verdict}`;
}

/** What the intervals of totals are about: backtests have not shown that they hold. */
const rangesNote =
  "  Ranges: 80 % by chance in purchases and spend and by the doubt about parameters. Season and drift are not in them, so\n" +
  "  actual totals can be outside more often.";

/** Totals, tiers and the best customers. */
export function valueText(s: ScoreSummary, currency: string): string {
  const horizons = s.horizons.map((h, i) => {
    const total = s.intervals?.total.horizons[i];
    return [
      `next ${h.days} days`,
      `${count(h.expectedPurchases)} purchases`,
      total ? `${count(total.purchases.lo80)} to ${count(total.purchases.hi80)}` : "",
      money(h.clv, currency),
      total ? `${money(total.clv.lo80, currency)} to ${money(total.clv.hi80, currency)}` : "",
    ];
  });
  if (s.residualClv !== null) horizons.push(["for ever", "", "", money(s.residualClv, currency), ""]);
  const tiers = s.tiers.map((t) => [
    t.tier,
    `${count(t.customers)} customers`,
    money(t.clv, currency),
    percent(t.clv / total(s)),
  ]);
  const top = s.top.map((c) => [
    c.customerId,
    `${c.x} repeat purchases`,
    `P(alive) ${c.pAlive.toFixed(3)}`,
    `${c.expectedPurchases.toFixed(2)} expected`,
    `at ${c.expectedSpend.toFixed(2)}`,
    money(c.clv, currency),
  ]);
  return [
    `Predicted value (discounted, margin applied); ${count(s.expectedAlive)} of ${count(s.customers)} customers expected alive\n${table(horizons, [false, true, true, true, true])}${s.intervals ? `\n${rangesNote}` : ""}`,
    ...segmentsText(s, currency),
    `Tiers by value of the next ${s.longestHorizonDays} days\n${table(tiers, [false, true, true, true])}`,
    `Top customers, next ${s.longestHorizonDays} days\n${table(top, [false, true, true, true, true, true])}`,
  ].join("\n\n");
}

/** One table an attribute, largest value first, over the longest horizon. */
function segmentsText({ intervals, longestHorizonDays }: ScoreSummary, currency: string): string[] {
  const segments = intervals?.segments ?? [];
  return [...new Set(segments.map((g) => g.attribute))].map((attribute) => {
    const own = segments
      .filter((g) => g.attribute === attribute)
      .map((g) => ({ ...g, clv: g.horizons.find((h) => h.days === longestHorizonDays)!.clv }))
      .sort((a, b) => b.clv.expected - a.clv.expected);
    const rows = own
      .slice(0, 10)
      .map((g) => [
        g.value ?? "(none)",
        `${count(g.customers)} customers`,
        money(g.clv.expected, currency),
        `${money(g.clv.lo80, currency)} to ${money(g.clv.hi80, currency)}`,
        `${money(g.clv.expected / g.customers, currency)} each`,
      ]);
    return `By ${attribute}, next ${longestHorizonDays} days${own.length > 10 ? ` (10 of ${own.length})` : ""}\n${table(rows, [false, true, true, true, true])}`;
  });
}

function total(s: ScoreSummary): number {
  return s.horizons.find((h) => h.days === s.longestHorizonDays)?.clv || Number.POSITIVE_INFINITY;
}

/** Everything that a run produced so far, for a person. */
export function runText(runId: string, runDir: string, a: Partial<Artifacts>): string {
  const parts = [`Run ${runId}`];
  if (a.account) parts.push(accountText(a.account) + (a.summary ? `\n${summaryText(a.summary)}` : ""));
  if (a.model) parts.push(modelText(a.model, a.summary));
  const validated = a.validation && validationText(a.validation);
  if (validated) parts.push(validated);
  parts.push(...retrainingTexts(a));
  if (a.score_summary && a.model) parts.push(valueText(a.score_summary, a.model.currency));
  const outputs = (a.publication?.outputs ?? []).map((o) => [o.to, o.path, `${o.tables.join(", ")}`]);
  parts.push(`Outputs\n${table([...outputs, ["run", runDir, ""]], [false, false, false])}`);
  return `${parts.join("\n\n")}\n`;
}
