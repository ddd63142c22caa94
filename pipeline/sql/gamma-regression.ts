import type { LevelCovariate } from "../../models/spend/spend-covariates.js";
import { attributeColumn } from "./parse-rows.js";
import { millionths, real, spenders } from "./spend-covariates.js";
import { id, list, raw, type Sql, sql } from "./sql.js";

/** What of the customers a regression reads. */
export interface RegressionCoding {
  readonly attributes: readonly LevelCovariate[];
  /** Centre of ln(first amount), or null where the first amount is no covariate. */
  readonly firstAmountCentre: number | null;
}

const code = (i: number): Sql => raw(`level_${i}`);

/**
 * spend_design: repeat customers with x, ln of their mean repeat spend, and their covariates as numbers: level_0, level_1, ...
 * the place of each attribute's value among its levels (their number for any other), first_zero whether the first amount is 0,
 * and first_log the logarithm of the first amount minus its centre.
 */
export function spendDesign(customers: Sql, { attributes, firstAmountCentre }: RegressionCoding): Sql {
  const levels = attributes.map((covariate, i) => sql`${levelCode(covariate)} as ${code(i)}`);
  const positive = raw("first_amount > 0");
  const log = sql`ln(cast(first_amount as double precision)) - ${real(firstAmountCentre ?? 0)}`;
  const first = firstAmountCentre === null ? raw("false") : positive;
  const zero = firstAmountCentre === null ? raw("0") : sql`case when ${positive} then 0 else 1 end`;
  return sql`select ${list([raw("x"), raw("ln(cast(repeat_spend as double precision) / x) as log_spend"), ...levels])},
  ${zero} as first_zero, case when ${first} then ${log} else ${real(0)} end as first_log
from ${customers} where ${spenders}`;
}

/** The place of an attribute's value among its levels. */
function levelCode({ name, levels }: LevelCovariate): Sql {
  const value = id(attributeColumn(name));
  const whens = levels.map((level, i) =>
    level === null ? sql`when ${value} is null then ${i}` : sql`when ${value} = ${level} then ${i}`,
  );
  return whens.length === 0 ? raw("0") : sql`case ${list(whens, " ")} else ${levels.length} end`;
}

/** The columns that make a cell; within one only spend and the logarithm of the first amount differ. */
function cellKey(attributes: number): Sql {
  return list([raw("x"), raw("first_zero"), ...Array.from({ length: attributes }, (_, i) => code(i))]);
}

/** The cells of spend_design in order, with their customers and what no coefficient changes; sums in millionths. */
export function spendCells(design: Sql, attributes: number): Sql {
  const key = cellKey(attributes);
  return sql`select ${key}, count(*) as n, ${millionths(raw("log_spend"))} as log_spend,
  ${millionths(raw("first_log"))} as first_log, ${millionths(raw("first_log * first_log"))} as first_log2
from ${design} group by ${key} order by ${key}`;
}

/** Spend this many times a typical one counts as no more, so that the square stays within 64 bits. */
const largestSpend = 1e6;

/** The same cells in the same order with the sums of u = m exp(-scale - slope L), u^2 and u L in millionths. */
export function cellSums(design: Sql, attributes: number, scale: number, slope: number): Sql {
  const key = cellKey(attributes);
  const u = sql`least(exp(log_spend - ${real(scale)} - ${real(slope)} * first_log), ${real(largestSpend)})`;
  return sql`select ${millionths(raw("u"))} as u, ${millionths(raw("u * u"))} as u2, ${millionths(raw("u * first_log"))} as u_log
from (select *, ${u} as u from ${design}) d group by ${key} order by ${key}`;
}
