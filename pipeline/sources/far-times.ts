import { raw, type Sql, sql } from "../sql/sql.js";

/**
 * A time of a typed source, with infinity in place of what lies outside of the years 1 to 9999. Files hold times as 64-bit
 * numbers, of which DuckDB cannot make a date or a text near the ends: one such row would fail the whole file. An infinite time
 * is an impossible date like any other, so that its row is rejected.
 */
export function withoutFarTimes(value: Sql, declared: string): Sql {
  const type = declared.toLowerCase();
  if (!type.startsWith("timestamp")) return value;
  const target = raw(type === "timestamp with time zone" ? "timestamptz" : "timestamp");
  const time = sql`cast(${value} as ${target})`;
  // nanoseconds reach from 1677 to 2262
  if (type === "timestamp_ns") return time;
  // compared in its own unit: converting it is what may fail
  const own = raw(type === "timestamp with time zone" ? "timestamptz" : type);
  const at = (day: string): Sql => sql`cast(${day} as ${own})`;
  const infinite = (sign: "" | "-"): Sql => sql`cast(${`${sign}infinity`} as ${target})`;
  return sql`case when ${value} < ${at("0001-01-01")} then ${infinite("-")} when ${value} > ${at("9999-12-31")} then ${infinite("")} else ${time} end`;
}
