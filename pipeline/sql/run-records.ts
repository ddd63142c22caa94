import { double, empty, list, lit, raw, type Sql, sql } from "./sql.js";

/** One row of clv_runs. */
export interface PublishedRun {
  readonly runId: string;
  readonly asOf: string;
  readonly publishedAt: string;
  readonly version: string;
  readonly configHash: string;
  readonly modelVersion: string;
  readonly purchaseModel: string;
  readonly purchaseVerdict: string;
  readonly logLikelihood: number;
  readonly customers: number;
  readonly rows: { input: number; accepted: number; rejected: number; merged: number; outOfWindow: number };
  readonly horizonDays: number;
  readonly expectedPurchases: number;
  /** Null where the log has no amounts: clv_runs has no column of them then. */
  readonly money: PublishedMoney | null;
}

export interface PublishedMoney {
  readonly spendModel: string;
  readonly spendVerdict: string;
  readonly currency: string;
  readonly clv: number;
  readonly historicValue: number;
}

/** One row of clv_model_parameters. */
export interface ParameterRecord {
  readonly component: "purchase" | "spend";
  readonly model: string;
  readonly parameter: string;
  readonly timeUnit: string | null;
  readonly value: number;
  readonly standardError: number | null;
}

const whole = (value: number): Sql => sql`cast(${value} as bigint)`;

/** clv_runs: one row a published run. */
export function runRow(r: PublishedRun): Sql {
  const { money } = r;
  const spend = money
    ? sql`
  ${money.spendModel} as spend_model, ${money.spendVerdict} as spend_verdict, ${money.currency === "" ? raw("cast(null as varchar)") : money.currency} as currency,`
    : empty;
  const value = money
    ? sql`,
  ${double(money.clv)} as clv, ${double(money.historicValue)} as historic_value`
    : empty;
  return sql`select ${r.runId} as run_id, date ${r.asOf} as as_of, timestamp ${r.publishedAt} as published_at_utc,
  ${r.version} as clv_version, ${r.configHash} as config_hash, ${r.modelVersion} as model_version,
  ${r.purchaseModel} as purchase_model, ${r.purchaseVerdict} as purchase_verdict, ${double(r.logLikelihood)} as purchase_log_likelihood,${spend}
  ${whole(r.customers)} as customers, ${whole(r.rows.input)} as input_rows, ${whole(r.rows.accepted)} as accepted_rows,
  ${whole(r.rows.rejected)} as rejected_rows, ${whole(r.rows.merged)} as merged_rows, ${whole(r.rows.outOfWindow)} as out_of_window_rows,
  ${whole(r.horizonDays)} as horizon_days, ${double(r.expectedPurchases)} as expected_purchases${value}`;
}

/** clv_model_parameters: one row a parameter of a published run. */
export function parameterRows(
  run: Pick<PublishedRun, "runId" | "asOf">,
  parameters: readonly ParameterRecord[],
): Sql {
  const rows = parameters.map(
    (p) =>
      sql`(${list([p.component, p.model, p.parameter].map(lit))}, ${lit(p.timeUnit)}, ${double(p.value)}, ${double(p.standardError)})`,
  );
  return sql`select ${run.runId} as run_id, date ${run.asOf} as as_of, ${raw("component, model, parameter, cast(time_unit as varchar) as time_unit, value, standard_error")}
from (values ${list(rows)}) v(component, model, parameter, time_unit, value, standard_error)`;
}
