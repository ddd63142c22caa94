import { historyKeys } from "../../sql/covariate-groups.js";
import type { Dialect } from "../../sql/dialect.js";
import { attributeColumn } from "../../sql/parse-rows.js";
import { partitionOf } from "../../sql/partition-of.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import type { Partition } from "../../stage.js";

/** The customers of a partition, or all of them, as what a FROM may name. */
export function customersOf(dialect: Dialect, partition: Partition | null): Sql {
  return partitioned(dialect, "customers", partition);
}

/** The transactions of a partition's customers, or all of them. */
export function transactionsOf(dialect: Dialect, partition: Partition | null): Sql {
  return partitioned(dialect, "transactions", partition);
}

/** The name of a table that belongs to a partition, so that jobs of different ones do not meet. */
export function partTable(name: string, partition: Partition | null): string {
  return partition === null ? name : `${name}_part_${partition.index}_of_${partition.of}`;
}

function partitioned(dialect: Dialect, table: string, partition: Partition | null): Sql {
  const all = dialect.table(table);
  if (partition === null) return all;
  const own = partitionOf(dialect, raw("customer_id"), partition.of);
  return sql`(select * from ${all} where ${own} = ${partition.index})`;
}

/** The groups of covariates that these customers are in, with the attributes that make a group and how many they are. */
export function groupsAmong(customers: Sql, attributes: readonly string[]): Sql {
  const columns = list([raw("covariate_group"), ...attributes.map((name) => id(attributeColumn(name)))]);
  return sql`select ${columns}, count(*) as n from ${customers} k group by ${columns}`;
}

/** The customers whose history is one of those in a table. */
export function customersWith(customers: Sql, histories: Sql, grouped: boolean): Sql {
  const same = historyKeys(grouped).map((key) => sql`h.${key} = k.${key}`);
  return sql`(select k.* from ${customers} k join ${histories} h on ${list(same, " and ")})`;
}
