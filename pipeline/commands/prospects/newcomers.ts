import type { MartsFile } from "../../artifacts/marts-file.js";
import type { Engine, Row } from "../../engines/engine.js";
import { column } from "../../marts/columns.js";
import type { OutcomeDrivers } from "../../marts/drivers/fit-drivers.js";
import type { MartInputs } from "../../marts/mart.js";
import { valuesTable } from "../../marts/values-table.js";
import type { Dialect } from "../../sql/dialect.js";
import { intervalBounds } from "../../sql/interval-columns.js";
import { attributeColumn } from "../../sql/parse-rows.js";
import { id, list, type Sql, sql } from "../../sql/sql.js";

/** What new customers are expected to bring, of the mart clv_new_customers. */
export interface Newcomers {
  readonly attribute: string;
  /** Days that it is for; 0 for ever. */
  readonly horizonDays: number;
}

const mart = "clv_new_customers";
const table = "prospect_newcomers";
const figures = ["new_customer_value", ...intervalBounds.map(({ name }) => `new_customer_value_${name}`)];
const columns = [
  column("everyone", "boolean", "whether it is of all new customers"),
  column("source", "text", "value of the attribute"),
  ...figures.map((name) => column(name, "number", "as in the mart")),
];

/**
 * Loads what the run expects of a new customer into the embedded engine: by the attribute of the drivers that tells most, of those that
 * the mart has, and of everyone.
 * @returns null where the run has no such mart
 */
export async function loadNewcomers(
  { features, importance }: OutcomeDrivers,
  made: MartsFile["marts"],
  { facts, table: from }: MartInputs,
  {
    rows,
    local,
    signal,
  }: { readonly rows: (select: Sql) => Promise<Row[]>; readonly local: Engine; readonly signal: AbortSignal },
): Promise<Newcomers | null> {
  if (!made.some(({ tables }) => tables.some((t) => t.table === mart))) return null;
  const lost = importance?.lost ?? features.map(() => 0);
  const known = features
    .map(({ name }, f) => ({ name, lost: lost[f]! }))
    .filter(({ name }) => facts.attributes.includes(name))
    .sort((a, b) => b.lost - a.lost);
  const attribute = known[0]?.name;
  if (attribute === undefined) return null;
  const horizonDays = facts.money && facts.forEver ? 0 : facts.longestDays;
  const what = facts.money ? "expected_value" : "expected_purchases";
  const read = [what, ...intervalBounds.map(({ name }) => `${what}_${name}`)];
  const found = await rows(
    sql`select attribute, source, ${list(read.map(id))} from ${from(mart)} where horizon_days = ${horizonDays} and (attribute is null or attribute = ${attribute})`,
  );
  const values = found.map((row) => ({
    ...{ everyone: row.attribute === null, source: row.source as string | null },
    ...Object.fromEntries(figures.map((name, i) => [name, row[read[i]!] as number | null])),
  }));
  await local.materialize({ name: table }, valuesTable(columns, values), signal);
  return { attribute, horizonDays };
}

/** new_customer_value and its bounds: of the person's source, else of everyone. */
export const newcomerColumns: readonly Sql[] = figures.map(
  (name) => sql`coalesce(n.${id(name)}, a.${id(name)}) as ${id(name)}`,
);

/** The join of a person `p` that they need. */
export function newcomerJoin({ attribute }: Newcomers, dialect: Dialect): Sql {
  const from = dialect.table(table);
  return sql` left join ${from} n on not n.everyone and n.source is not distinct from p.${id(attributeColumn(attribute))} left join ${from} a on a.everyone`;
}
