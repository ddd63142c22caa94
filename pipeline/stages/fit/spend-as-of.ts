import { spendHistories } from "../../sql/histories.js";
import { type Sql, sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";
import { readSpendRows, type SpendSource } from "./choose-spend.js";

/**
 * What spend models are fitted to as of a day.
 * @param backtest customers as that day saw them
 */
export async function spendAsOf(
  backtest: Sql,
  day: string,
  of: Pick<SpendSource, "customers" | "firstSpend">,
  context: Pick<StageContext, "engine" | "signal">,
): Promise<SpendSource> {
  const repeat = await readSpendRows(spendHistories(backtest), context);
  const transactions = sql`(select * from ${context.engine.dialect.table("transactions")} t where day <= date ${day})`;
  return { ...of, repeat, relation: backtest, transactions, asOf: day };
}
