import { attributeColumn } from "../../sql/parse-rows.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import type { MartFacts } from "../facts.js";

/** Customers by what they are valued together: all, by cohort, or by an attribute. */
export interface Scope {
  readonly scope: Sql;
  /** Its name as a text; NULL but for segments. */
  readonly attribute: Sql;
  /** What tells them apart: of a row with acquisition_month and attributes. */
  readonly key: Sql;
  /** The same of all three together, never null, to join by. */
  readonly joined: Sql;
  /** The table of bounds by `joined`; null where it is that of the cohorts. */
  readonly bounds: string | null;
}

const text = (value: string | null): Sql => sql`cast(${value} as varchar)`;

export function scopes({ attributes }: Pick<MartFacts, "attributes">): Scope[] {
  const month = raw("cast(acquisition_month as varchar)");
  const base: Scope = {
    ...{ scope: text("base"), attribute: text(null), key: text(null) },
    ...{ joined: text("base"), bounds: "mart_value_bounds_0" },
  };
  const cohort: Scope = {
    ...{ scope: text("cohort"), attribute: text(null), key: month },
    ...{ joined: sql`${text("cohort=")} || ${month}`, bounds: null },
  };
  const segments = attributes.map((name, i): Scope => {
    const value = id(attributeColumn(name));
    return {
      ...{ scope: text("segment"), attribute: text(name), key: value },
      ...{
        joined: sql`${text(`segment/${name}`)} || coalesce('=' || ${value}, '')`,
        bounds: `mart_value_bounds_${i + 1}`,
      },
    };
  });
  return [base, cohort, ...segments];
}

/** The rows of every scope below one another. */
export function ofScopes(facts: Pick<MartFacts, "attributes">, rows: (scope: Scope) => Sql): Sql {
  return list(scopes(facts).map(rows), "\nunion all\n");
}
