import type { Artifacts } from "../../../artifacts/artifacts.js";
import { previousTable } from "../../../monitoring/previous-tables.js";
import { id, raw, type Sql, sql } from "../../../sql/sql.js";
import type { StageContext } from "../../../stage.js";

/** Of each customer of the last run what it was predicted then: customer_id, p_alive, clv (of the same horizon); no rows without such a run. */
export async function previousScores(
  { previousRun }: Artifacts["monitoring"],
  longestDays: number,
  context: StageContext,
): Promise<Sql> {
  const scores = previousRun && (await previousTable(previousRun.runId, "scores", context));
  const value = `clv_${longestDays}d`;
  if (scores !== null) {
    const has = (await context.engine.describe(sql`select * from ${scores}`)).some(
      ({ name }) => name === value,
    );
    return sql`select customer_id, p_alive, cast(${has ? id(value) : raw("null")} as double precision) as clv from ${scores}`;
  }
  return raw(
    "select cast(null as varchar) as customer_id, cast(null as double precision) as p_alive, cast(null as double precision) as clv where 1 = 0",
  );
}
