import { rounded, shortPercent, signedPercent } from "../../format.js";

/** Whether the backtested model is good, compared with naive forecasts, and what to change. */
export const verdict = {
  "verdict.good": (model: string, tried: string) =>
    `Verdict: good. Over ${tried}, ${model} predicted totals closely and has a lower error than every naive forecast, beyond chance.`,
  "verdict.fair": (model: string, tried: string) =>
    `Verdict: usable with care. Over ${tried}, ${model} was not shown to be good in everything; the lines below say where not.`,
  "verdict.poor": (model: string, tried: string) =>
    `Verdict: not good. Over ${tried}, ${model} predicted totals far off, or a naive forecast has a lower error; do not rely on it yet.`,
  "verdict.unmeasured": (model: string, tried: string) =>
    `Verdict: not measured. Over ${tried}, there is nothing to judge ${model} by: it could not be fitted everywhere, or nothing was bought.`,
  "verdict.tried": (origins: number, days: number) =>
    origins === 1 ? `one holdout of ${days} days` : `${origins} holdouts of ${days} days`,
  "verdict.target": (target: string, bias: string, rival: string, covered: string) =>
    `${target}: ${[bias, rival, covered].filter((part) => part !== "").join("; ")}.`,
  "verdict.bias": (mean: number, low: number, high: number) =>
    `total predicted ${mean === 0 ? "as it was" : `${shortPercent(Math.abs(mean))} too ${mean > 0 ? "high" : "low"}`} on average (${signedPercent(low)} to ${signedPercent(high)} by holdout)`,
  "verdict.bias.none": "no total to compare with, as nothing was bought",
  "verdict.rival.better": (measure: string, gain: number, rival: string) =>
    `${measure} ${shortPercent(gain)} lower than that of ${rival}, the best naive forecast`,
  "verdict.rival.worse": (measure: string, loss: number, rival: string) =>
    `${measure} ${Number.isFinite(loss) ? `${shortPercent(loss)} higher than` : "higher than"} that of ${rival}, the best naive forecast`,
  "verdict.rival.none": "no naive forecast to compare with",
  "verdict.beyondChance": "beyond chance",
  "verdict.byChance": "which chance could explain",
  "verdict.chanceUnknown": "chance not measured",
  "verdict.covered": (share: number) => `80 % ranges of customers held ${shortPercent(share)} of the time`,
  "verdict.betterRival": (
    target: string,
    rival: string,
    measure: string,
    {
      ofRival,
      ofModel,
      share,
    }: { readonly ofRival: number; readonly ofModel: number; readonly share: boolean },
  ) => {
    const shown = (value: number): string => (share ? shortPercent(value) : rounded(value, 3));
    return `A naive forecast is better, beyond chance: ${rival} by the ${measure} of ${target} (${shown(ofRival)}, the model ${shown(ofModel)}).`;
  },
  "verdict.advice": (what: string) => `Change: ${what}`,
  "verdict.advice.betterModel": (better: string) =>
    `purchase.model: ${better}, which predicts better by log-score.`,
  "verdict.advice.failed":
    "another model, as this one could not be fitted on every day; clv validate with validate.models compares them.",
  "verdict.advice.tooHigh":
    "totals were too high at every origin: customers buy less than they used to. Begin the log later (ingest.since) or compare other models (purchase.model: auto).",
  "verdict.advice.tooLow":
    "totals were too low at every origin: customers buy more than they used to. Begin the log later (ingest.since) or compare other models (purchase.model: auto).",
  "verdict.advice.season":
    "totals were too high on some days and too low on others, as by campaigns or a level that moves. Name campaigns and closed days (purchase.events), judge whole years (validate.holdoutDays: 365) where the log is long enough, and plan with the width of these errors.",
  "verdict.advice.rival":
    "the naive forecast has the lower error: compare other models (purchase.model: auto; for regular rhythms bg-cnbd-k, for subscriptions sbg), or use the naive forecast.",
  "verdict.advice.more":
    "more data, a longer log or more customers, before this can be distinguished from chance; more origins (validate.origins) show more.",
  "verdict.advice.coverage":
    "take ranges of single customers as rough: too many or too few actual figures lay inside them (the tables below say of whom).",
  "verdict.ranges": (low: number, high: number) =>
    `Ranges of totals that a run prints hold chance and doubt about parameters alone, no season or drift: the totals of these holdouts were off by ${signedPercent(low)} to ${signedPercent(high)}.`,
};
