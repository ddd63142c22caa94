import { regressionTerms } from "../spend/regression-terms.js";
import { ownMean } from "../sql/scores.js";
import { regressionSpend } from "../sql/spend-prior.js";
import { id, raw, type Sql, sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import type { ModelFile } from "./model-file.js";

/** Where expected spend comes from: an expression over customers c and predictions p, and the customers it is read from. */
export interface ExpectedSpend {
  readonly customers: Sql;
  readonly expression: Sql;
}

/** As the model file says. A network's predictions are made here, into a table that is joined to the customers. */
export async function expectedSpend(
  { spend, asOf }: ModelFile,
  context: StageContext,
): Promise<ExpectedSpend> {
  const { predictor } = spend;
  const customers = context.engine.dialect.table("customers");
  if (predictor?.model === "gamma-regression") {
    const { regression } = predictor;
    return { customers, expression: regressionSpend(regressionTerms(regression), regression.kappa, "c") };
  }
  if (predictor?.model === "ziln") {
    const { predictZiln, zilnTable } = await import("../spend/predict-ziln.js"); // loads TensorFlow
    await predictZiln(context, { asOf });
    const expected = id(`expected_purchases_${predictor.ziln.horizonDays}d`);
    return {
      customers: sql`(select k.*, z.ziln_value from ${customers} k left join ${id(zilnTable.name)} z on z.customer_id = k.customer_id)`,
      expression: sql`coalesce(c.ziln_value / nullif(p.${expected}, 0), 0)`,
    };
  }
  return {
    customers,
    expression: raw(`((1 - p.spend_weight) * p.spend_prior + p.spend_weight * ${ownMean.text})`),
  };
}
