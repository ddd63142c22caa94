import { id, list, lit, raw, type Sql, sql } from "./sql.js";

/** One row of clv_monitoring: a measure of a run against the run before it. */
export interface MonitoringRecord {
  readonly measure: string;
  readonly value: number;
  /** What it is compared with; null where the value is itself a comparison. */
  readonly reference: number | null;
  /** From where it is a warning; null where it is none at any value. */
  readonly threshold: number | null;
  readonly level: "ok" | "warn" | "stop";
  readonly text: string;
}

/** clv_monitoring: one row a measure of a published run. */
export function monitoringRows(
  run: { readonly runId: string; readonly asOf: string },
  records: readonly MonitoringRecord[],
): Sql {
  const columns = raw("measure, value, reference, threshold, level, text");
  const double = (value: number | null): Sql => sql`cast(${value} as double precision)`;
  const rows = records.map(
    (r) =>
      sql`(${list([lit(r.measure), double(r.value), double(r.reference), double(r.threshold), lit(r.level), lit(r.text)])})`,
  );
  return sql`select ${run.runId} as run_id, date ${run.asOf} as as_of, ${columns}
from (values ${list(rows)}) v(${columns})`;
}

/** clv_customer_history: one row a customer and run, with the CLV of the longest horizon. */
export function customerHistory(scores: Sql, longestHorizonDays: number): Sql {
  return sql`select customer_id, as_of, value_tier as tier, p_alive, ${id(`clv_${longestHorizonDays}d`)} as clv,
  cast(${longestHorizonDays} as integer) as horizon_days, model_version, run_id from ${scores}`;
}
