import type { Predictor } from "../../models/spend/regression-prediction.js";
import { levelEffects, regressionColumns } from "../../models/spend/spend-covariates.js";
import type { PriorTerms } from "../sql/spend-prior.js";

/** A fitted regression as the statements that score with it take it. */
export function regressionTerms({ covariates, coefficients }: Predictor): PriorTerms {
  const columns = regressionColumns(covariates);
  const b = coefficients.map((c) => c.estimate);
  return {
    numbers: columns.flatMap((column, i) =>
      column.kind === "level" || column.kind === "other" ? [] : [{ column, coefficient: b[i]! }],
    ),
    attributes: covariates.flatMap((covariate) =>
      covariate.kind === "level" ? [{ covariate, effects: levelEffects(covariate, columns, b) }] : [],
    ),
  };
}
