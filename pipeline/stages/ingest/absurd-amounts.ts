import type { RejectedReason } from "../../artifacts/account.js";
import { ClvError } from "../../errors.js";
import { amountScale, usualMaxAmount } from "../../sql/amount-scale.js";
import type { Sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { count } from "../../text/format.js";

/** An outlier is this many times what all but one in a hundred amounts stay below, and this many times the largest of them. */
const outlier = { timesHigh: 1000, timesLargest: 3 };

/**
 * Amounts beyond the usual bound that are the tail of the others, and no outliers: the bound is wrong, not the amounts.
 * A bound of the config's own is somebody's decision.
 * @throws ClvError TOO_MANY_REJECTED whatever their share
 */
export async function checkAbsurd(
  tables: readonly Sql[],
  by: readonly RejectedReason[],
  { engine, config, signal }: StageContext,
): Promise<void> {
  const rows = by.find(({ reason }) => reason === "ABSURD_AMOUNT")?.rows ?? 0;
  if (rows === 0 || config.ingest.maxAmount !== undefined) return;
  const [scale] = await engine.rows(amountScale(tables), signal);
  if (typeof scale?.least_absurd !== "number" || typeof scale.high !== "number") return;
  const [least, high, largest] = [scale.least_absurd, scale.high, Number(scale.largest)];
  if (least >= outlier.timesHigh * high && least >= outlier.timesLargest * largest) return;
  throw new ClvError(
    "TOO_MANY_REJECTED",
    `${count(rows)} amounts are beyond ${count(usualMaxAmount)}, the usual bound of believable ones, but they are no outliers: the smallest of ` +
      `them is ${count(least)}, the largest of the others ${count(largest)}, and one in a hundred of those is above ${count(high)}. Set ` +
      `ingest.maxAmount: to ${10 ** Math.ceil(Math.log10(1000 * Math.max(high, 1)))}, for example, to count them, or to ${usualMaxAmount} to leave them out.`,
  );
}
