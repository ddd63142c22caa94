import type { Verdict } from "../../../models/index.js";
import { attributeNames } from "../../config/questions.js";
import { fitSpendRegression } from "../../spend/fit-gamma-regression.js";
import { fitLogNormalSpend } from "../../spend/fit-log-normal.js";
import type { RowPredictor } from "../../spend/spend-expression.js";
import type { Sql } from "../../sql/sql.js";
import type { StageContext } from "../../stage.js";

/**
 * A predictor fitted to a table of customers, whatever its verdict.
 * @param table like `customers`, with attributes and logarithms of amounts where the model reads them
 */
export async function fitRowPredictor(
  model: RowPredictor["model"],
  table: Sql,
  context: Pick<StageContext, "engine" | "signal" | "log" | "warn" | "config">,
): Promise<RowPredictor> {
  if (model === "log-normal") return { model, logNormal: await fitLogNormalSpend(table, context) };
  const { attributes = attributeNames(context.config), quantities } = context.config.spend;
  return {
    model,
    regression: await fitSpendRegression(context, { attributes, quantities, customers: table }),
  };
}

/** What its fit is worth. */
export function verdictOf(predictor: RowPredictor): Verdict {
  return predictor.model === "log-normal" ? predictor.logNormal.verdict : predictor.regression.verdict;
}
