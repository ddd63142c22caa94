import type {
  HistoryPredictions,
  Params,
  SampledGroup,
  SpendParams,
  Stretch,
  Total,
  TotalOptions,
} from "../../../models/index.js";
import type { ModelFile } from "../../artifacts/model-file.js";
import type { TotalInterval } from "../../artifacts/score-summary.js";
import type { Config } from "../../config/config.js";
import { commonMargin } from "../../config/margin.js";
import { boundsOf, intervalBounds } from "../../sql/interval-columns.js";
import type { StageContext } from "../../stage.js";
import { fittedSpendModel, spendParams } from "../fit/spend-terms.js";
import { cutsOf, monthsToCome } from "./coming-months.js";
import { futureOf } from "./future.js";
import { type SampledCustomers, sampledCustomers } from "./sampled-customers.js";
import type { ScoreInputs } from "./score-inputs.js";
import { wideningOf } from "./total-lesson.js";

/** What a sample of the customers says of totals. */
export interface TotalsSample {
  readonly customers: SampledCustomers;
  readonly everyone: SampledGroup;
  /** Parameters of the purchase model: the estimate, then equally likely points; the estimate alone where nothing is known of its doubt. */
  readonly points: readonly Params[];
  readonly spendPoints: readonly SpendParams[];
  /** Days of the predictions `at`, and the calendar months that they are cut at; null where a model counts periods. */
  readonly days: readonly number[];
  readonly months: readonly Stretch[] | null;
  /** Predictions of the sample up to each of the days, by point. */
  readonly at: readonly HistoryPredictions[];
  /** The same for some of the days. */
  upTo(days: readonly number[]): HistoryPredictions[];
}

/** @param attributes that make segments */
export async function totalsSample(
  attributes: readonly string[],
  inputs: ScoreInputs,
  context: StageContext,
): Promise<TotalsSample> {
  const { model } = inputs;
  const { value } = context.config;
  const months = monthsToCome(model, Math.max(...value.horizonsDays));
  const days = months ? cutsOf(months, value.horizonsDays) : value.horizonsDays;
  const future = futureOf(model, { ...value, horizonsDays: [...days] });
  const customers = await sampledCustomers(attributes, inputs, future.inModelTime, context);
  const points: Params[] = [model.purchase.dayParams, ...(model.purchase.doubt?.points ?? [])];
  const at = await customers.predict(
    future,
    points.map((params) => ({ params })),
  );
  return {
    ...{ customers, points, days, months, at },
    everyone: {
      own: customers.of({ attribute: null, value: null }),
      customers: inputs.customers.rows,
    },
    spendPoints: spendPoints(model, context.log),
    upTo: (asked) => {
      const places = asked.map((d) => days.indexOf(d));
      const pick = (columns: readonly Float64Array[]) => places.map((j) => columns[j]!);
      return at.map((p) => ({ ...p, expected: pick(p.expected), discounted: pick(p.discounted) }));
    },
  };
}

/**
 * How totals become intervals and value.
 * @param days how far ahead each of them is
 */
export function totalOptions(model: ModelFile, config: Config, days: readonly number[]): TotalOptions {
  const widening = wideningOf(model, config, days);
  return {
    levels: intervalBounds.map((b) => b.level),
    margin: commonMargin(config),
    spend: spendParams(model.spend),
    ...(widening && { widening }),
  };
}

export function totalInterval(t: Total): TotalInterval {
  return {
    expected: t.expected,
    ...boundsOf(t.quantiles),
    chance: t.chance,
    doubt: t.doubt,
    calendar: t.calendar,
  };
}

/** Points of the spend model that have a finite mean: where spend is hardly identified, some may have none. */
export function spendPoints({ spend }: ModelFile, log: StageContext["log"]): SpendParams[] {
  if (spend === null) return [];
  const points = spend.doubt?.points ?? [];
  const model = fittedSpendModel(spend);
  const finite = points.filter((p) => Number.isFinite(model.populationMean(p)));
  if (finite.length < points.length)
    log(
      `totals leave out ${points.length - finite.length} of ${points.length} ${spend.model} parameters without a mean`,
    );
  return finite.map((params) => spendParams({ ...spend, params }));
}
