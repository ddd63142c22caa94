import { aggregateRetention, type CohortAlive, naiveLifetime } from "../../../models/index.js";
import type { Row } from "../../engines/engine.js";
import { monthOf } from "../../sql/customer-months.js";
import { double, list, raw, type Sql, sql } from "../../sql/sql.js";
import type { MartInputs } from "../mart.js";
import { ofScopes } from "./scopes.js";

/** Of contracts, by what they are valued together and by age in periods: those who subscribe now, and those who did a period ago. */
export function subscribersByAge({ table, facts }: MartInputs): Sql {
  const customers = sql`(select c.*, ${monthOf(raw("first_day"))} as acquisition_month from ${table("customers")} c)`;
  const sum = (condition: string, name: string): string =>
    `cast(sum(case when ${condition} then 1 else 0 end) as bigint) as ${name}`;
  const columns = raw(
    `${sum("t_x >= t_cal", "alive")}, ${sum("t_cal >= 1 and t_x >= t_cal - 1", "alive_before")}`,
  );
  return ofScopes(
    facts,
    ({ joined }) =>
      sql`select ${joined} as value_key, t_cal, ${columns} from ${customers} c group by ${joined}, t_cal`,
  );
}

const named = raw("value_key, alive, retention, lifetime, to_come");

/**
 * mart_value_retention: by what customers are valued together, how many subscribe, the aggregate retention of those who did a period ago,
 * the lifetime in periods that follows from it, and what of it is to come, discounted to now.
 * @param rows     of subscribersByAge
 * @param discount effective for a period
 */
export function valueRetention(rows: readonly Row[], discount: number): Sql {
  const byKey = new Map<string, CohortAlive[]>();
  for (const row of rows) {
    const key = String(row.value_key);
    const cohort = { alive: Number(row.alive), before: Number(row.alive_before) };
    byKey.set(key, [...(byKey.get(key) ?? []), cohort]);
  }
  const values = [...byKey].map(([key, cohorts]) => {
    const alive = cohorts.reduce((sum, cohort) => sum + cohort.alive, 0);
    const retention = aggregateRetention(cohorts);
    const lifetime = naiveLifetime(retention, discount);
    // the next payment is a period away
    return valueRow(key, alive, [retention, lifetime, lifetime / (1 + discount)]);
  });
  const none = sql` where 1 = 0`;
  const shown = values.length > 0 ? values : [valueRow("", 0, [0, 0, 0])];
  return sql`select ${named} from (values ${list(shown)}) v(${named})${values.length > 0 ? raw("") : none}`;
}

function valueRow(key: string, alive: number, figures: readonly number[]): Sql {
  const numbers = figures.map((v) => double(Number.isFinite(v) ? v : null));
  return sql`(${list([sql`cast(${key} as varchar)`, sql`cast(${alive} as bigint)`, ...numbers])})`;
}
