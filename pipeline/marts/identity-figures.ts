import { type Sql, sql } from "../sql/sql.js";
import type { Identity, MartInputs } from "./mart.js";

/** What an identity compares, as doubles: a sum of counts has another type in each engine. */
export function identityFigures({ select }: Identity, inputs: MartInputs): Sql {
  return sql`select cast(found as double precision) as found, cast(expected as double precision) as expected from (${select(inputs)}) i`;
}
