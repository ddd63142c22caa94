import { fromNow, scaledTotal, totalsOfSample } from "../../../models/index.js";
import type { ScoreSummary } from "../../artifacts/score-summary.js";
import { tierAttribute } from "../../sql/in-tiers.js";
import type { StageContext } from "../../stage.js";
import { futureOf } from "./future.js";
import { levelOfTotals } from "./period-level.js";
import type { ScoreInputs } from "./score-inputs.js";
import { type TotalsSample, totalInterval, totalOptions } from "./totals-sample.js";

/**
 * Tiers with the intervals of their totals over the longest horizon. Who is in a tier is known once all are ranked, in partitions too, so
 * their spread is measured on the sample and their expected total is that of `scores`.
 */
export async function tiersWithIntervals(
  tiers: ScoreSummary["tiers"],
  { customers, everyone, points, spendPoints, upTo }: TotalsSample,
  inputs: ScoreInputs,
  context: StageContext,
): Promise<ScoreSummary["tiers"]> {
  const { model } = inputs;
  const { config } = context;
  const longest = Math.max(...config.value.horizonsDays);
  const { horizons, delta, commonOf } = futureOf(model, { ...config.value, horizonsDays: [longest] });
  const common = commonOf?.([fromNow(longest)]) ?? (await levelOfTotals(inputs, horizons, context));
  const asked = { horizons, delta, timeline: null };
  const [varied] = await customers.predict(asked, [{ params: points[0]!, varied: true }]);
  const [estimate, ...others] = upTo([longest]);
  const totals = totalsOfSample({
    ...{ sample: customers.sample, everyone, spendPoints },
    at: [{ ...estimate!, variance: varied!.variance }, ...others],
    groups: tiers.map((t) => ({
      own: customers.of({ attribute: tierAttribute, value: t.tier }),
      customers: t.customers,
    })),
    options: {
      ...totalOptions(model, config, [longest]),
      ...(common && { common }),
    },
  });
  return tiers.map((tier, i) => {
    const expected = tier.clv ?? tier.expectedPurchases!;
    const [total] = model.spend ? totals[i]!.value : totals[i]!.purchases;
    const factor = total!.expected > 0 ? expected / total!.expected : 0;
    return { ...tier, interval: totalInterval(scaledTotal(total!, factor)) };
  });
}
