import { logNormalTerms } from "../../models/index.js";
import type { SpendPredictor } from "../artifacts/model-file.js";
import { logNormalSpendOf } from "../sql/spend-logs.js";
import { regressionSpend } from "../sql/spend-prior.js";
import type { Sql } from "../sql/sql.js";
import { regressionTerms } from "./regression-terms.js";

/** A predictor that is an expression of a customer's row. */
export type RowPredictor = Exclude<SpendPredictor, { readonly model: "ziln" }>;

/**
 * Expected spend per purchase by a predictor, for a row of `customers`.
 * @param customer alias of the customers table
 */
export function predictedSpend(predictor: RowPredictor, customer: string): Sql {
  if (predictor.model === "log-normal")
    return logNormalSpendOf(logNormalTerms(predictor.logNormal.params), customer);
  const { regression } = predictor;
  return regressionSpend(regressionTerms(regression), regression.kappa, customer);
}
