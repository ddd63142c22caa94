import { dailyRate, rivalInterval } from "../../../models/index.js";
import type { Account } from "../../artifacts/account.js";
import type { ModelFile } from "../../artifacts/model-file.js";
import type { RivalTotal } from "../../artifacts/score-summary.js";
import type { StageContext } from "../../stage.js";
import { type Bought, readRollingOrigins } from "../rolling/rolling-origins.js";
import { marginOfBase } from "./margin-of-base.js";
import { type UsedRival, usedRivals } from "./total-lesson.js";

/**
 * Totals that naive forecasts give in place of the model's. Value is what was paid then, times the margin (that of all revenue so far, where
 * customers differ in it), and discounted as if it came evenly.
 */
export async function rivalTotals(
  model: ModelFile,
  account: Pick<Account, "accepted" | "firstDay" | "asOf">,
  context: StageContext,
): Promise<RivalTotal[]> {
  const used = usedRivals(model, context.config);
  if (used.length === 0) return [];
  const { horizonsDays, annualDiscountRate } = context.config.value;
  const margin = await marginOfBase(context);
  const found: RivalTotal[] = [];
  for await (const { previous, yearBefore } of readRollingOrigins(
    [model.asOf],
    horizonsDays,
    account,
    context,
  ))
    found.push(
      ...used.flatMap((own) => {
        const bought = (own.rival.rival === "last-year" ? yearBefore : previous)[own.at];
        return bought ? rivalTotal(own, bought, { margin, annualDiscountRate }) : [];
      }),
    );
  return found;
}

function rivalTotal(
  { days, target, rival }: UsedRival,
  bought: Bought,
  { margin, annualDiscountRate }: { readonly margin: number; readonly annualDiscountRate: number },
): RivalTotal[] {
  const rate = dailyRate(annualDiscountRate) * days;
  const worth = target === "purchases" ? 1 : margin * (rate === 0 ? 1 : -Math.expm1(-rate) / rate);
  const was = bought[target];
  if (was === null || !(was > 0)) return [];
  const total = was * worth;
  const [lo80, hi80] = rivalInterval(total, rival, 0.8);
  const [lo95, hi95] = rivalInterval(total, rival, 0.95);
  const { error, modelError, origins } = rival;
  return [
    { days, target, rival: rival.rival, total, ...{ lo80, hi80, lo95, hi95 }, error, modelError, origins },
  ];
}
