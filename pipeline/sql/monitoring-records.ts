import type { Level } from "../config/limits.js";
import { double, list, lit, raw, type Sql, sql } from "./sql.js";

/** One row of clv_monitoring: a check of the data, a gate, or a measure of a run against the run before it. */
export interface MonitoringRecord {
  readonly measure: string;
  /** Null where only words say it. */
  readonly value: number | null;
  /** What it is compared with; null where the value is itself a comparison. */
  readonly reference: number | null;
  /** From where it is a warning; null where it is none at any value. */
  readonly threshold: number | null;
  readonly level: Level;
  /** Why the level is what it is where value and threshold alone do not say it, as a code: chance, few, small, not measured; else null or absent. */
  readonly reason?: string | null;
  readonly text: string;
}

/** clv_monitoring: one row a check, gate or measure of a published run; there may be none. */
export function monitoringRows(
  run: { readonly runId: string; readonly asOf: string },
  records: readonly MonitoringRecord[],
): Sql {
  const columns = raw("measure, value, reference, threshold, level, reason, text");
  // a column of nulls alone has no type
  const selected = raw(
    "measure, value, reference, threshold, level, cast(reason as varchar) as reason, text",
  );
  const rows = records.map(
    (r) =>
      sql`(${list([lit(r.measure), double(r.value), double(r.reference), double(r.threshold), lit(r.level), lit(r.reason ?? null), lit(r.text)])})`,
  );
  const select = (
    values: Sql,
  ): Sql => sql`select ${run.runId} as run_id, date ${run.asOf} as as_of, ${selected}
from (values ${values}) v(${columns})`;
  if (rows.length > 0) return select(list(rows));
  return sql`${select(sql`('', ${list([null, null, null].map(double))}, '', '', '')`)} where 1 = 0`;
}
