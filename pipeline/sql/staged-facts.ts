import { partReason } from "./order-parts.js";
import { type Sql, sql } from "./sql.js";

/** What is known of a staged table without reading it again. */
export interface StagedFacts {
  /** Rows with a reason against them, and those of them that are of forgotten customers. */
  readonly rejected: number;
  readonly forgotten: number;
  /** The last day up to the latest believable one, yyyy-mm-dd, and the first one after it; null where there is none. */
  readonly lastDay: string | null;
  readonly nextDay: string | null;
}

/** One row: rejected, forgotten, last_day, next_day. */
export function stagedFacts(table: Sql, maxDate: string): Sql {
  return sql`select count(case when reason <> ${partReason} then 1 end) as rejected, count(case when reason = 'FORGOTTEN' then 1 end) as forgotten,
  cast(max(case when day <= date ${maxDate} then day end) as varchar) as last_day,
  cast(min(case when day > date ${maxDate} then day end) as varchar) as next_day
from ${table}`;
}
