import { type Config, type ConfigInput, configSchema } from "../../../pipeline/config/config.js";
import { duckdbDialect } from "../../../pipeline/engines/duckdb/dialect.js";
import { factsWith, type MartFacts } from "../../../pipeline/marts/facts.js";
import type { Mart, MartInputs } from "../../../pipeline/marts/mart.js";
import { customerMonths } from "../../../pipeline/sql/customer-months.js";
import { customers } from "../../../pipeline/sql/customers.js";
import { firstDayAttributes } from "../../../pipeline/sql/first-day-attributes.js";
import { attributeColumn } from "../../../pipeline/sql/parse-rows.js";
import type { Sql } from "../../../pipeline/sql/sql.js";
import { type ExampleRow, type SmallTables, smallTables } from "./example-tables.js";
import { preparedColumns } from "./prepared-columns.js";

/** A run without a model: the tables of its log, and what marts are told of it. */
export interface SmallRun extends SmallTables {
  readonly inputs: MartInputs;
  /** Makes a table by a select. */
  prepare(table: string, select: Sql): Promise<void>;
  /** Makes the tables of a mart, and says what its identities find and expect. */
  derive(mart: Mart): Promise<[says: string, found: number, expected: number][]>;
}

/**
 * @param log order_id, customer_id, day, amount, is_refund and the attributes
 * @param facts asOf and attributes at least
 */
export async function smallRun(
  log: readonly ExampleRow[],
  facts: Partial<MartFacts> & Pick<MartFacts, "asOf" | "attributes">,
  config: ConfigInput = {},
): Promise<SmallRun> {
  const engine = await smallTables();
  const columns = facts.attributes.map((name) => `${attributeColumn(name)} varchar`);
  const known = log.filter((row) => row.day! <= facts.asOf);
  const rows = known.map((row) => ({
    ...row,
    ...Object.fromEntries(facts.attributes.map((name) => [attributeColumn(name), row[name] ?? null])),
  }));
  await engine.make(
    "transactions",
    ["customer_id varchar", "day date", "amount decimal(18,4)", "is_refund boolean", ...columns].join(", "),
    rows,
  );
  const days = known.filter((row) => row.is_refund === "false").map((row) => row.day!);
  const whole: MartFacts = {
    ...factsWith(365),
    ...{ firstDay: days.sort()[0] ?? facts.asOf },
    ...facts,
  };
  const prepare = async (table: string, select: Sql): Promise<void> =>
    engine.run(`create table ${table} as ${duckdbDialect.spell(select).text}`);
  const table = duckdbDialect.table("transactions");
  const { asOf, attributes, separate } = whole;
  await prepare(
    "scored_customers",
    customers(duckdbDialect, table, {
      ...{ asOf, attributes, separate, period: null },
      ...{ refunds: true, logGaps: false },
    }),
  );
  const described = await engine.rows("describe scored_customers");
  await prepare(
    "customers",
    firstDayAttributes(duckdbDialect.table("scored_customers"), table, {
      ...{ columns: described.map((column) => String(column.column_name)), names: attributes, margin: null },
    }),
  );
  await prepare(
    "mart_customer_months",
    customerMonths(duckdbDialect, table, { separate: whole.separate, money: true }),
  );
  const inputs: MartInputs = {
    ...{ dialect: duckdbDialect, facts: whole, config: configSchema.parse(config) as Config },
    table: (name) => duckdbDialect.table(name),
  };
  return {
    ...engine,
    ...{ inputs, prepare },
    async derive(mart) {
      for (const { name, select } of mart.tables) await prepare(name, select(inputs));
      const found = [];
      for (const { says, select } of mart.identities)
        for (const row of await engine.rows(select(inputs).text))
          found.push([says, Number(row.found ?? 0), Number(row.expected ?? 0)] as [string, number, number]);
      return found;
    },
  };
}

/** A model that expects nothing: for what marts say of the past alone. */
export async function expectNothing(run: SmallRun): Promise<void> {
  const { inputs } = run;
  const months = inputs.facts.months.map(
    (_, i) => `, 0.0::double as purchases_${i + 1}, 0.0::double as value_${i + 1}`,
  );
  await run.run(
    `create table scores as select customer_id, 10.0::double as expected_spend, 0.0::double as residual_clv, 0.0::double as clv_${inputs.facts.longestDays}d, 0.0::double as expected_purchases_${inputs.facts.longestDays}d from customers`,
  );
  await run.run(
    `create table mart_expected_months as select distinct x, t_x, t_cal${months.join("")} from customers`,
  );
}

/** Tables of bounds of nothing: of a run without intervals. */
export async function noBoundsIn(run: SmallRun, tables: readonly string[]): Promise<void> {
  for (const name of tables) await run.run(`create table ${name} (${preparedColumns.mart_cohort_bounds_0})`);
}
