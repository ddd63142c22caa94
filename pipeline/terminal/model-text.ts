import { limitText } from "../../models/index.js";
import type {
  CandidateScore,
  FittedCovariates,
  FittedIntervals,
  ModelFile,
  ParameterDoubt,
} from "../artifacts/model-file.js";
import type { Summary } from "../artifacts/summary.js";
import { figure, percent, table } from "../text/format.js";
import { say } from "../text/messages/say.js";
import { intervalName } from "../time/billing-interval.js";
import { choiceText } from "./choice-text.js";
import { errorText, parametersText } from "./parameters-text.js";
import { spendText } from "./spend-text.js";

/** Parameters with errors and verdict of both models, or of that of purchases alone where the log has no amounts. */
export function modelText(m: ModelFile, summary: Summary | undefined): string {
  const { model, period, timeUnit, candidates, leftBecause } = m.purchase;
  const { intervals } = m.purchase;
  const unit =
    intervals !== undefined
      ? say("intervals.unit")
      : period === null
        ? timeUnit
        : typeof period === "number"
          ? say("model.periodOf", period)
          : period;
  const limit = m.purchase.limits === undefined ? null : limitText(m.purchase);
  const notes = [
    ...(intervals ? [intervalsLine(intervals)] : []),
    ...doubtLines(m.purchase.doubt),
    limit,
    leftBecause,
  ].filter((note) => note != null);
  return [
    ...(candidates ? [[candidatesText(candidates, summary), ...choiceText(m.purchase)].join("\n  ")] : []),
    parametersText(say("model.purchases", model, unit), m.purchase) +
      coefficientsText(m.purchase.covariates) +
      notes.map((note) => `\n  ${note}`).join(""),
    ...(m.spend ? [spendText(m.spend, m.currency!)] : []),
  ].join("\n\n");
}

function intervalsLine({ of }: FittedIntervals): string {
  const payers = of.map(({ sixteenths, customers, set }) => {
    const interval = intervalName(sixteenths);
    return { interval: set === interval ? interval : say("intervals.shares", interval, set), customers };
  });
  return say("intervals.fitted", payers);
}

/** How a posterior was drawn, or a bootstrap made. */
function doubtLines(doubt: ParameterDoubt | null): string[] {
  if (doubt?.posterior) {
    const { method, draws, rHat, essBulk, paretoK } = doubt.posterior;
    const worst = Math.max(...Object.values(rHat).map(Number));
    const least = Math.min(...Object.values(essBulk).map(Number));
    return [say("model.posterior", draws, method, worst, least, paretoK)];
  }
  if (doubt?.bootstrap) {
    const { replicates, failed } = doubt.bootstrap;
    return [say("model.bootstrap", replicates, failed)];
  }
  return [];
}

function coefficientsText(covariates: FittedCovariates | null): string {
  if (covariates === null) return "";
  const rows = covariates.coefficients.map((c) => [
    `${c.process}: ${c.covariate}`,
    figure(c.estimate),
    errorText(c.standardError),
    say("model.factor", c.factor),
    c.pValue === null ? "" : say("model.pValue", c.pValue),
  ]);
  const all = `\n  ${say("model.coefficients")}\n${table(rows, [false, true, false, true, false])}`;
  if (covariates.test === null) return all;
  const { statistic, degreesOfFreedom, pValue } = covariates.test;
  return `${all}\n  ${say("model.allTogether", statistic, degreesOfFreedom, pValue)}`;
}

/** What `purchase.model: auto` compared, best first. */
function candidatesText(candidates: readonly CandidateScore[], summary: Summary | undefined): string {
  const head = [
    say("model.model"),
    say("model.logScore"),
    say("model.meanError"),
    say("model.bias"),
    say("model.likelihood"),
    say("model.aic"),
    say("model.fit"),
    "",
  ];
  const rows = candidates.map((c) => [
    c.model,
    c.logScore?.toFixed(5) ?? "",
    c.meanAbsoluteError?.toFixed(4) ?? "",
    c.bias === null ? "" : `${c.bias >= 0 ? "+" : ""}${percent(c.bias)}`,
    c.logLikelihood.toFixed(2),
    c.aic?.toFixed(2) ?? "",
    c.status,
    c.chosen ? say("model.chosen") : "",
  ]);
  const align = [false, true, true, true, true, true, false, false];
  return `${say("model.compared", summary?.holdoutFrom)}\n${table([head, ...rows], align)}`;
}
