import type { Predictor } from "../../models/spend/regression-prediction.js";
import type {
  LevelCovariate,
  LevelEffects,
  LogCovariate,
  RegressionColumn,
} from "../../models/spend/spend-covariates.js";
import { attributeColumn } from "./parse-rows.js";
import { real } from "./spend-covariates.js";
import { id, list, lit, raw, type Sql, sql } from "./sql.js";

export type QuantityColumn = Exclude<RegressionColumn, { kind: "level" | "other" }>;

/** A regression as scoring needs it: a number for each column but levels, and the effect of each value of an attribute. */
export interface PriorTerms {
  readonly numbers: readonly { readonly column: QuantityColumn; readonly coefficient: number }[];
  readonly attributes: readonly { readonly covariate: LevelCovariate; readonly effects: LevelEffects }[];
}

/**
 * exp(b'z) for a row of `customers`: expected spend per purchase by covariates alone. Values never seen in the fit have the
 * effect of the rare ones.
 * @param customer alias of the customers table
 */
export function spendPrior({ numbers, attributes }: PriorTerms, customer: string): Sql {
  const of = (column: string): Sql => sql`${raw(customer)}.${id(column)}`;
  const terms = numbers.map(({ column, coefficient }) =>
    column.kind === "intercept"
      ? real(coefficient)
      : sql`${real(coefficient)} * ${quantity(column.of, column.kind, of)}`,
  );
  const effects = attributes.map(({ covariate, effects }) => {
    const value = of(attributeColumn(covariate.name));
    const cases = effects.levels.map(({ value: level, effect }) =>
      level === null
        ? sql`when ${value} is null then ${real(effect)}`
        : sql`when ${value} = ${lit(level)} then ${real(effect)}`,
    );
    if (cases.length === 0) return real(effects.other);
    return sql`case ${list(cases, " ")} else ${real(effects.other)} end`;
  });
  return sql`exp(${list([...terms, ...effects], " + ")})`;
}

/** The logarithm of a quantity minus its centre, 0 where there is none; or whether there is none. */
function quantity(
  { name, shift, centre }: LogCovariate,
  kind: "log" | "zero",
  of: (column: string) => Sql,
): Sql {
  const shifted = sql`cast(${of(name)} as double precision) + ${shift}`;
  return kind === "zero"
    ? sql`case when ${shifted} > 0 then ${real(0)} else ${real(1)} end`
    : sql`case when ${shifted} > 0 then ln(${shifted}) - ${real(centre)} else ${real(0)} end`;
}

/** Weight of a customer's own mean spend: x / (x + kappa), 0 where kappa is null. */
export function spendWeight(kappa: Predictor["kappa"], customer: string): Sql {
  if (kappa === null) return real(0);
  const x = sql`cast(${raw(customer)}.x as double precision)`;
  return kappa === 0
    ? sql`case when ${x} > 0 then ${real(1)} else ${real(0)} end`
    : sql`(${x} / (${x} + ${real(kappa)}))`;
}

/** E[M | x, m, z] = w m + (1 - w) exp(b'z) for a row of `customers`; an own mean below 0 counts as 0. */
export function regressionSpend(terms: PriorTerms, kappa: Predictor["kappa"], customer: string): Sql {
  const weight = spendWeight(kappa, customer);
  const own = sql`greatest(coalesce(${raw(customer)}.mean_spend, 0), 0)`;
  return sql`((1 - ${weight}) * ${spendPrior(terms, customer)} + ${weight} * ${own})`;
}
