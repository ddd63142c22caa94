import { attributeColumn } from "./parse-rows.js";
import { id, list, raw, type Sql, sql } from "./sql.js";

/**
 * covariate_groups: the distinct combinations of the attributes that a purchase model takes as covariates, numbered in
 * one fixed order, with their number of customers. NULL is a value of its own.
 */
export function covariateGroups(customers: Sql, attributes: readonly string[]): Sql {
  const columns = attributes.map((name) => id(attributeColumn(name)));
  const order = columns.map((c) => sql`${c} nulls first`);
  return sql`select cast(row_number() over (order by ${list(order)}) - 1 as integer) as covariate_group, ${list(columns)}, n
from (select ${list(columns)}, count(*) as n from ${customers} group by ${list(columns)}) g order by covariate_group`;
}

/** How many values each attribute has among the groups: levels_0, levels_1, … */
export function covariateLevels(groups: Sql, attributes: readonly string[]): Sql {
  const counts = attributes.map(
    (name, i) => sql`count(distinct ${id(attributeColumn(name))}) as ${raw(`levels_${i}`)}`,
  );
  return sql`select ${list(counts)} from ${groups} g`;
}

/** customers with the number of their group. */
export function groupedCustomers(customers: Sql, groups: Sql, attributes: readonly string[]): Sql {
  const same = attributes.map((name) => {
    const column = id(attributeColumn(name));
    // an engine joins by equality alone, not by "is not distinct from", without comparing all pairs
    return sql`coalesce(c.${column}, '') = coalesce(g.${column}, '') and (c.${column} is null) = (g.${column} is null)`;
  });
  return sql`select c.*, g.covariate_group from ${customers} c join ${groups} g on ${list(same, " and ")}`;
}

/** What distinguishes one history from another, in the order in which histories are sorted. */
export function historyKeys(grouped: boolean): Sql[] {
  return [raw("x"), raw("t_x"), raw("t_cal"), ...(grouped ? [raw("covariate_group")] : [])];
}
