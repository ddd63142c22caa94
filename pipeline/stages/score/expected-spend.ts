import type { ModelFile, SpendFile } from "../../artifacts/model-file.js";
import { predictedSpend } from "../../spend/spend-expression.js";
import { ownMean, ownMeanOfAll } from "../../sql/scores.js";
import { id, type Sql, sql } from "../../sql/sql.js";
import type { Partition, StageContext } from "../../stage.js";
import { ownMeanOf } from "../fit/spend-terms.js";
import { customersOf, partTable, transactionsOf } from "./score-customers.js";

/** Where expected spend comes from: an expression over customers c and predictions p, and the customers it is read from. */
export interface ExpectedSpend {
  readonly customers: Sql;
  /** Null without amounts. */
  readonly expression: Sql | null;
  drop?(): Promise<void>;
}

/**
 * As the model file says. A network's predictions are made here, into a table that is joined to the customers and that
 * `drop` forgets.
 */
export async function expectedSpend(
  { spend, asOf }: ModelFile,
  partition: Partition | null,
  context: StageContext,
): Promise<ExpectedSpend> {
  const { dialect } = context.engine;
  const customers = customersOf(dialect, partition);
  if (spend === null) return { customers, expression: null };
  const { predictor } = spend;
  if (predictor?.model === "ziln") {
    const { predictZiln } = await import("../../spend/predict-ziln.js"); // loads TensorFlow
    const table = { name: partTable("ziln_values", partition) };
    await predictZiln(context, {
      asOf,
      attributeValue: context.config.ingest.attributeValue,
      transactions: sql`${transactionsOf(dialect, partition)} t`,
      table,
    });
    const expected = id(`expected_purchases_${predictor.ziln.horizonDays}d`);
    return {
      customers: sql`(select k.*, z.ziln_value from ${customers} k left join ${dialect.table(table.name)} z on z.customer_id = k.customer_id)`,
      expression: sql`coalesce(c.ziln_value / nullif(p.${expected}, 0), 0)`,
      drop: () => context.engine.drop(table),
    };
  }
  return { customers, expression: rowSpend(spend) };
}

/** Expected spend that is an expression of a customer's row c and its predictions p: of all models but a network. */
export function rowSpend(spend: SpendFile): Sql {
  const { predictor } = spend;
  if (predictor !== null && predictor.model !== "ziln") return predictedSpend(predictor, "c");
  const own = ownMeanOf(spend) === "all" ? ownMeanOfAll : ownMean;
  return sql`((1 - p.spend_weight) * p.spend_prior + p.spend_weight * ${own})`;
}
