import type { Dialect } from "./dialect.js";
import { type Sql, sql } from "./sql.js";

/** The partition of a customer among `partitions`, from 0 on, as an INTEGER: the same on every engine. */
export function partitionOf(dialect: Dialect, customerId: Sql, partitions: number): Sql {
  if (!(Number.isSafeInteger(partitions) && partitions > 0))
    throw new RangeError(`not a number of partitions: ${partitions}`);
  return sql`cast(${dialect.textHash(customerId)} % ${partitions} as integer)`;
}
