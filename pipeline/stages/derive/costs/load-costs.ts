import {
  type DataType,
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import type { MartFacts } from "../../../marts/facts.js";
import { monthOf } from "../../../sql/customer-months.js";
import { exactSum } from "../../../sql/exact-sum.js";
import { attributeColumn } from "../../../sql/parse-rows.js";
import { id, list, raw, type Sql, sql } from "../../../sql/sql.js";
import type { StageContext } from "../../../stage.js";
import { isoDate } from "../../../time/day-number.js";
import type { CostLayout } from "./cost-layout.js";
import { costLayout } from "./cost-layout.js";
import { costNotes, type LoadedCosts } from "./cost-notes.js";
import { costRates } from "./cost-rates.js";
import { type CostRow, costRows } from "./cost-rows.js";
import { withCosts } from "./read-costs.js";

const rowsPerBatch = 65_536;

/**
 * mart_costs: the rows of costs.acquisition in base currency: cost_row, acquisition_month, described, amount, currency, rate, spend,
 * new_customers, file_rows, counted (false for what was spent after the as-of date), is_unknown (of a customer that the log does not know),
 * attr_… for each attribute of the log that costs are by, and dim_1, dim_2, … for other dimensions. Costs of customers are
 * in the month of their first purchase, added up by month and attributes.
 * Null where the config names no costs.
 * @param customers the table of customers that marts read
 */
export async function loadCosts(
  facts: Pick<MartFacts, "asOf" | "firstDay" | "attributes" | "money">,
  context: StageContext,
  customers = "customers",
): Promise<LoadedCosts | null> {
  const { config, engine, signal } = context;
  if (config.costs.acquisition === undefined || !facts.money) return null;
  return withCosts(context, async (table) => {
    const layout = costLayout(table, config);
    const rates = await costRates(context);
    const isSegment = ({ name }: { name: string }): boolean => facts.attributes.includes(name);
    const attributes = layout.dimensions.filter(isSegment).map(({ name }) => name);
    const dimensions = layout.dimensions.filter((d) => !isSegment(d)).map(({ name }) => name);
    let rows = 0;
    async function* counted(): AsyncGenerator<CostRow, void> {
      for await (const row of costRows(table, layout, rates, config)) {
        rows++;
        yield row;
      }
    }
    await engine.load({ name: "mart_cost_rows" }, batches(counted(), layout), signal);
    const byCustomer = layout.roles.customer !== undefined;
    // customers have each attribute of the log, whatever columns the costs have
    const split = byCustomer ? facts.attributes : attributes;
    const own = (name: string): string => column(layout, name);
    const shape = { byCustomer, split, attributes, own, dimensions, asOf: facts.asOf, customers };
    await engine.materialize({ name: "mart_costs" }, inMonths(engine.dialect.table, shape), signal);
    await engine.drop({ name: "mart_cost_rows" });
    const found = { ...{ source: table.name, rows }, attributes: split, dimensions };
    return { ...found, ...(await costNotes(found, { layout, facts, byCustomer, customers }, context)) };
  });
}

/** Forgets mart_costs: it may say what single customers cost. */
export async function dropCosts({ engine }: StageContext): Promise<void> {
  await engine.drop({ name: "mart_costs" });
}

/** The column of a dimension in mart_cost_rows. */
function column({ dimensions }: CostLayout, name: string): string {
  return `v${dimensions.findIndex((each) => each.name === name) + 1}`;
}

interface Split {
  readonly byCustomer: boolean;
  readonly split: readonly string[];
  readonly attributes: readonly string[];
  readonly dimensions: readonly string[];
  readonly asOf: string;
  readonly customers: string;
  own(name: string): string;
}

function inMonths(
  table: (name: string) => Sql,
  { byCustomer, split, attributes, dimensions, asOf, customers, own }: Split,
): Sql {
  const dims = dimensions.map((name, i) => sql`k.${id(own(name))} as ${id(`dim_${i + 1}`)}`);
  const written = (name: string): Sql =>
    attributes.includes(name) ? sql`k.${id(own(name))}` : raw("cast(null as varchar)");
  const counted = sql`coalesce(cast(k.first_day as date) <= date ${asOf}, true)`;
  if (!byCustomer)
    return sql`select ${list([
      raw(
        "k.cost_row, cast(k.month as date) as acquisition_month, k.described, k.amount, k.currency, k.rate, k.spend",
      ),
      raw("k.new_customers, cast(1 as bigint) as file_rows"),
      sql`${counted} as counted, false as is_unknown`,
      ...split.map((name) => sql`${written(name)} as ${id(attributeColumn(name))}`),
      ...dims,
    ])} from ${table("mart_cost_rows")} k`;
  const isKnown = raw("c.customer_id is not null");
  const each = sql`select ${list([
    raw("case when k.customer_id is null then k.cost_row end as cost_row"),
    sql`case when ${isKnown} then ${monthOf(raw("c.first_day"))} else cast(k.month as date) end as acquisition_month`,
    raw("k.described, k.amount, k.currency, k.rate, k.spend, k.new_customers"),
    sql`case when ${isKnown} then true else ${counted} end as counted`,
    raw("k.customer_id is not null and c.customer_id is null as is_unknown"),
    ...split.map(
      (name) =>
        sql`case when ${isKnown} then c.${id(attributeColumn(name))} else ${written(name)} end as ${id(attributeColumn(name))}`,
    ),
    ...dims,
  ])} from ${table("mart_cost_rows")} k left join ${table(customers)} c on c.customer_id = k.customer_id`;
  const keys = list([
    raw("cost_row, acquisition_month, described, currency, counted, is_unknown"),
    ...split.map((name) => id(attributeColumn(name))),
    ...dimensions.map((_, i) => id(`dim_${i + 1}`)),
  ]);
  return sql`select ${list([
    sql`cost_row, acquisition_month, described, ${exactSum(raw("amount"))} as amount, currency`,
    sql`case when min(rate) = max(rate) then min(rate) end as rate, ${exactSum(raw("spend"))} as spend`,
    sql`${exactSum(raw("new_customers"))} as new_customers, count(*) as file_rows, counted, is_unknown`,
    ...split.map((name) => id(attributeColumn(name))),
    ...dimensions.map((_, i) => id(`dim_${i + 1}`)),
  ])}
from (${each}) e group by ${keys}`;
}

async function* batches(rows: AsyncIterable<CostRow>, layout: CostLayout): AsyncGenerator<RecordBatch, void> {
  let held: CostRow[] = [];
  for await (const row of rows) {
    held.push(row);
    if (held.length < rowsPerBatch) continue;
    yield batchOf(held, layout);
    held = [];
  }
  yield batchOf(held, layout);
}

function batchOf(rows: readonly CostRow[], { dimensions }: CostLayout): RecordBatch {
  const columns: [name: string, type: DataType, values: (string | number | null)[]][] = [
    ["cost_row", new Int32(), rows.map((row) => row.line)],
    ["month", new Utf8(), rows.map((row) => row.month)],
    ["first_day", new Utf8(), rows.map((row) => (row.from === null ? null : isoDate(row.from)))],
    ["customer_id", new Utf8(), rows.map((row) => row.customer)],
    ["described", new Utf8(), rows.map((row) => describedBy(row, dimensions))],
    ["amount", new Float64(), rows.map((row) => row.amount)],
    ["currency", new Utf8(), rows.map((row) => row.currency)],
    ["rate", new Float64(), rows.map((row) => row.rate)],
    ["spend", new Float64(), rows.map((row) => row.amount * row.rate)],
    ["new_customers", new Float64(), rows.map((row) => row.newCustomers)],
    ...dimensions.map((_, i): [string, DataType, (string | null)[]] => [
      `v${i + 1}`,
      new Utf8(),
      rows.map((row) => row.values[i]!),
    ]),
  ];
  const fields = columns.map(([name, type]) => new Field(name, type, true));
  const children = columns.map(([, type, values]) => vectorFromArray(values, type).data[0]!);
  return new RecordBatch(
    new Schema(fields),
    makeData({ type: new Struct(fields), length: rows.length, nullCount: 0, children }),
  );
}

/** What a row says of itself: channel=search, campaign=brand. */
function describedBy({ values }: CostRow, dimensions: CostLayout["dimensions"]): string {
  return dimensions.flatMap(({ name }, i) => (values[i] === null ? [] : [`${name}=${values[i]}`])).join(", ");
}
