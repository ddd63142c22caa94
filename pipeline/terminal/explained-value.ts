import { type SpendModelName, spendModel } from "../../models/index.js";
import type { SpendFile } from "../artifacts/model-file.js";
import type { Config } from "../config/config.js";
import { hasMarginColumn } from "../config/margin.js";
import type { Row } from "../engines/engine.js";
import { attributeColumn } from "../sql/parse-rows.js";
import { say } from "../text/messages/say.js";
import { type ExplainedStep, publishedStep, step } from "./explained-step.js";

/**
 * From expected purchases to CLV.
 * @param discounted expected purchases of the longest horizon
 */
export function valueSteps(
  score: Row,
  own: Row,
  discounted: number,
  fitted: SpendFile,
  config: Config,
): ExplainedStep[] {
  const spend = spendModel(fitted.model as SpendModelName);
  const x = Number(own.x);
  const days = Math.max(...config.value.horizonsDays);
  const { fallback, predictor } = fitted;
  const overAll = !fallback && spend.ownMean === "all";
  const mean = overAll ? Number(own.total_spend) / (x + 1) : Number(own.mean_spend ?? 0);
  const weight = fallback ? 0 : spend.credibility(fitted.params, x);
  const prior = fallback ? fallback.meanSpend : spend.populationMean(fitted.params);
  const byRepeatSpend = (1 - weight) * prior + weight * Math.max(0, mean);
  const expectedSpend = predictor ? Number(score.expected_spend) : byRepeatSpend;
  const { annualDiscountRate } = config.value;
  const { margin, meaning } = marginOf(own, config);
  return [
    step(say("explain.discounted.name"), discounted, say("explain.discounted", annualDiscountRate)),
    step(say("explain.ownMean.name"), mean, ownMeaning(x, overAll)),
    ...(predictor
      ? [step(say("explain.spend.name"), expectedSpend, say("explain.spend.predicted", predictor.model))]
      : [
          step(say("explain.populationMean.name"), prior, priorMeaning(fitted, overAll)),
          step(say("explain.credibility.name"), weight, weightMeaning(fitted)),
          step(say("explain.spend.name"), expectedSpend, say("explain.spend")),
        ]),
    step(say("explain.margin.name"), margin, meaning),
    step(say("explain.clv.name", days), margin * expectedSpend * discounted, say("explain.clv")),
    publishedStep(score, "clv", "clv", config),
  ];
}

function marginOf(own: Row, config: Config): { readonly margin: number; readonly meaning: string } {
  const { margin } = config.value;
  if (hasMarginColumn(config)) return { margin: Number(own.margin_rate), meaning: say("explain.margin.own") };
  if (typeof margin === "number") return { margin, meaning: say("explain.margin") };
  const { attribute, values } = margin;
  const of = own[attributeColumn(attribute)] ?? null;
  const known = of !== null && Object.hasOwn(values, String(of));
  return {
    margin: known ? values[String(of)]! : Number(margin.default),
    meaning: say("explain.margin.attribute", attribute, of === null ? null : String(of), known),
  };
}

function ownMeaning(x: number, overAll: boolean): string {
  if (overAll) return say("explain.ownMean.all", x + 1);
  return x > 0 ? say("explain.ownMean.repeat", x) : say("explain.ownMean.none");
}

function priorMeaning({ fallback }: SpendFile, overAll: boolean): string {
  if (fallback) return say("explain.populationMean.pooled");
  return say(overAll ? "explain.populationMean.all" : "explain.populationMean.model");
}

function weightMeaning({ leftBecause }: SpendFile): string {
  return say(leftBecause === undefined ? "explain.credibility" : "explain.credibility.byVariances");
}
