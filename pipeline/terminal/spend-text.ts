import {
  type CredibilityParam,
  credibility,
  kappa,
  type LogNormalSpend,
  type Params,
} from "../../models/index.js";
import type { SpendComparison, SpendFile, SpendPredictor } from "../artifacts/model-file.js";
import { figure, percent, table } from "../text/format.js";
import { say } from "../text/messages/say.js";
import { errorText, parametersText } from "./parameters-text.js";

/** The model of spend, and beside it what predicts the spend of each customer. */
export function spendText(spend: SpendFile, currency: string): string {
  if (spend.fallback)
    return `${say("spend.unusable", spend.model, spend.fallback.reason)}\n  ${say("spend.flat", spend.fallback.meanSpend, currency)}`;
  const note = spend.leftBecause === undefined ? "" : `\n  ${spend.leftBecause}`;
  const compared = spend.compared ? `${comparedText(spend.compared)}\n\n` : "";
  const bySpend = `${parametersText(say("spend.title", spend.model), spend)}\n  ${ownMeanText(spend)}${note}`;
  return spend.predictor
    ? `${compared}${predictorText(spend.predictor)}\n\n${bySpend}\n  ${say("spend.meanUnused")}`
    : `${compared}${bySpend}`;
}

/** What `spend.model: auto` compared, best first. */
function comparedText({ cut, customers, purchases, candidates }: SpendComparison): string {
  const head = [
    say("model.model"),
    say("spend.score"),
    say("spend.behind"),
    say("model.meanError"),
    say("model.bias"),
    "",
  ];
  const rows = candidates.map((c) => [
    c.model,
    c.score?.toFixed(4) ?? "",
    c.chosen || c.behind === null ? "" : say("spend.behindBy", c.behind, c.behindError!),
    c.meanAbsoluteError === null ? "" : figure(c.meanAbsoluteError),
    c.bias === null ? "" : `${c.bias >= 0 ? "+" : ""}${percent(c.bias)}`,
    [...(c.status === "identified" ? [] : [c.status]), ...(c.chosen ? [say("model.chosen")] : [])].join(", "),
  ]);
  const align = [false, true, true, true, true, false];
  return `${say("spend.compared", cut, purchases, customers)}\n${table([head, ...rows], align)}`;
}

function logNormalText({ params, verdict }: LogNormalSpend): string {
  const { mean, within, between, scale } = params;
  const kappa = between > 0 ? within / between : Infinity;
  const own = kappa < Infinity ? say("spend.logNormal.own", kappa) : say("spend.logNormal.all");
  return `${say("spend.logNormal", verdict.status, verdict.reasons)}\n  ${say("spend.logNormal.found", Math.exp(mean), within, between, scale)}\n  ${own}`;
}

/** How much a customer's own mean weighs by credibility; of Gamma-Gamma, whether spend is unrelated to frequency as it assumes. */
function ownMeanText({ model, params, independence }: SpendFile): string {
  if (model !== credibility.name) return independence.sentence;
  const p = params as Params<CredibilityParam>;
  const k = kappa(p);
  if (k === 0) return say("spend.ownMeanOnly");
  if (k === Infinity) return say("spend.meanOfAll");
  return say("spend.ownMeanWeight", k);
}

function predictorText(p: SpendPredictor): string {
  if (p.model === "ziln") {
    const { training, horizonDays, cut, backend } = p.ziln;
    const { epochs, best, validation } = training;
    return `${say("spend.ziln", horizonDays, training.customers, cut, backend)}\n  ${say("spend.ziln.epochs", epochs.length, best, validation.meanValue, validation.meanPredicted)}`;
  }
  if (p.model === "log-normal") return logNormalText(p.logNormal);
  const { coefficients, kappa, verdict } = p.regression;
  const rows = coefficients.map((c) => [
    c.name,
    figure(c.estimate),
    errorText(c.standardError),
    say("model.factor", Math.exp(c.estimate)),
  ]);
  const own = kappa === null ? say("spend.regression.meanOfAll") : say("spend.regression.ownMean", kappa);
  return `${say("spend.regression", verdict.status)}\n${table(rows, [false, true, false, true])}\n  ${own}`;
}
