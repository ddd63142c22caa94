import { count, figure, money } from "../../format.js";

/** The fitted models: parameters, coefficients, verdicts, and how they were chosen. */
export const model = {
  "model.purchases": (name: string, unit: string) => `Purchases and churn: ${name}, time in ${unit}s`,
  "model.periodOf": (days: number) => `period of ${days} day`,
  "model.shortHorizons": (horizons: readonly number[], period: string) =>
    `value.horizonsDays ${horizons.join(", ")}: shorter than half of the period (${period}), so a whole one counts; ` +
    "with purchase.interval renewals count on the day they fall due",
  "model.doubtUnknown": (name: string) =>
    `${name} lies at the edge of what its parameters can be: how unsure they are is not known, and intervals leave it out`,
  "model.error": (standardError: number) => `± ${figure(standardError)}`,
  "model.logLikelihood": (value: number) => `log-likelihood ${value.toFixed(4)}`,
  "model.criteria": (aic: number, bic: number | undefined) =>
    `, AIC ${aic.toFixed(2)}, BIC ${bic?.toFixed(2)}`,
  "model.byMoments": "by moments",
  "model.verdict": (how: string, customers: number, status: string, reasons: readonly string[]) =>
    `${how} over ${count(customers)} customers; ${status}${reasons.length > 0 ? `: ${reasons.join("; ")}` : ""}`,
  "model.posterior": (draws: number, method: string, rHat: number, size: number, paretoK: number | null) =>
    `posterior: ${count(draws)} draws by ${method}, R-hat at most ${rHat.toFixed(4)}, effective size at least ${count(size)}${paretoK === null ? "" : `, Pareto k ${paretoK.toFixed(2)}`}`,
  "model.bootstrap": (replicates: number, failed: number) =>
    `bootstrap: ${count(replicates)} replicates${failed > 0 ? `, ${count(failed)} without an estimate` : ""}`,
  "model.coefficients": "coefficients (a plus: more purchases, or earlier dropout)",
  "model.factor": (factor: number) => `times ${factor.toFixed(3)}`,
  "model.pValue": (p: number) => `p ${pValue(p)}`,
  "model.allTogether": (statistic: number, degreesOfFreedom: number, p: number) =>
    `all together: chi-square ${statistic.toFixed(2)} with ${degreesOfFreedom} degrees of freedom, p ${pValue(p)}`,
  "model.compared": (cut: string | null | undefined) =>
    `Models compared on what followed ${cut ?? "the cut"} (score and error a customer; likelihoods in days)`,
  "model.model": "model",
  "model.logScore": "log-score",
  "model.meanError": "mean error",
  "model.bias": "bias",
  "model.likelihood": "log-likelihood",
  "model.aic": "AIC",
  "model.fit": "fit",
  "model.chosen": "chosen",
  "spend.title": (name: string) => `Spend per purchase: ${name}`,
  "spend.unusable": (name: string, reason: string) => `Spend: no usable ${name} (${reason})`,
  "spend.flat": (mean: number, currency: string) => `every purchase counts as ${money(mean, currency)}`,
  "spend.meanUnused": "its mean is not used, its spread is",
  "spend.ownMeanOnly":
    "purchases of one customer do not vary: each is valued at its own mean over all its purchases",
  "spend.meanOfAll": "own means do not differ beyond chance: each purchase is valued at the mean of all",
  "spend.ownMeanWeight": (kappa: number) =>
    `a customer's own mean over n purchases, the first one included, weighs n / (n + ${figure(kappa)})`,
  "spend.compared": (cut: string, purchases: number, customers: number) =>
    `Spend models compared on ${count(purchases)} purchases of ${count(customers)} customers after ${cut} (score a purchase, over one mean for all; mean error a customer)`,
  "spend.notCompared": (cut: string) =>
    `spend.model: auto cannot compare models on what was bought after ${cut}: gamma-gamma is used. A shorter purchase.holdoutDays or more history would help`,
  "spend.score": "score",
  "spend.behind": "behind",
  "spend.behindBy": (by: number, error: number) => `${by.toFixed(4)} ± ${error.toFixed(4)}`,
  "spend.logNormal": (status: string, reasons: readonly string[]) =>
    `Spend per purchase: log-normal, ${[status, ...reasons].join("; ")}`,
  "spend.logNormal.found": (typical: number, within: number, between: number, scale: number) =>
    `a typical purchase is ${figure(typical)}; variance of logarithms ${figure(within)} within and ${figure(between)} between customers; scaled by ${figure(scale)}`,
  "spend.logNormal.own": (kappa: number) =>
    `a customer's own mean of logarithms over n purchases, the first one included, weighs n / (n + ${figure(kappa)})`,
  "spend.logNormal.all": "own means of logarithms do not differ beyond chance",
  "spend.ziln": (days: number, customers: number, cut: string, backend: string) =>
    `Value of the next ${days} days: ziln, trained on ${count(customers)} customers as of ${cut} (${backend})`,
  "spend.ziln.epochs": (epochs: number, best: number, actual: number, predicted: number) =>
    `${epochs} epochs, the best was ${best}; customers kept apart were worth ${actual.toFixed(2)} each, predicted ${predicted.toFixed(2)}`,
  "spend.regression": (status: string) => `Spend per purchase: gamma-regression, ${status}`,
  "spend.regression.meanOfAll": "own means do not differ beyond chance",
  "spend.regression.ownMean": (kappa: number) => `a customer's own mean weighs x / (x + ${figure(kappa)})`,
};

const pValue = (p: number): string => (p < 1e-4 ? "< 0.0001" : p.toFixed(4));
