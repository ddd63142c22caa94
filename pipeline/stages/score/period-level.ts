import { type CommonDoubt, levelDoubt } from "../../../models/index.js";
import { fittedPurchaseModel } from "../../artifacts/model-file.js";
import { readHistories } from "../../artifacts/read-histories.js";
import type { StageContext } from "../../stage.js";
import { calendarDay } from "../../time/day-number.js";
import type { ScoreInputs } from "./score-inputs.js";

/**
 * What the level of a discrete model leaves open of totals; null where it has none. Customers are predicted without it, since a factor common
 * to all is known of their sum alone: the interval of a total need not lie around the sum of the customers' expectations.
 * @param horizons in periods
 */
export async function levelOfTotals(
  { histories, model }: Pick<ScoreInputs, "histories" | "model">,
  horizons: readonly number[],
  { runDir }: StageContext,
): Promise<CommonDoubt | null> {
  const { level, dayParams } = model.purchase;
  if (level === undefined) return null;
  const h = await readHistories(runDir, histories, false);
  return levelDoubt(fittedPurchaseModel(model), dayParams, h, level, calendarDay(model.asOf)!, horizons);
}
