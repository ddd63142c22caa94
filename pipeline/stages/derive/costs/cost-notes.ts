import type { CostFacts } from "../../../marts/cost-facts.js";
import type { MartFacts } from "../../../marts/facts.js";
import { monthOf } from "../../../sql/customer-months.js";
import { exactSum } from "../../../sql/exact-sum.js";
import { attributeColumn } from "../../../sql/parse-rows.js";
import { id, list, raw, type Sql, sql } from "../../../sql/sql.js";
import type { StageContext } from "../../../stage.js";
import { type Message, message, sentence } from "../../../text/messages/message.js";
import { nearest } from "../../../text/nearest.js";
import { calendarDay, isoDate } from "../../../time/day-number.js";
import type { CostLayout } from "./cost-layout.js";

interface Known {
  readonly layout: CostLayout;
  readonly facts: Pick<MartFacts, "asOf" | "firstDay" | "attributes">;
  readonly byCustomer: boolean;
  readonly customers: string;
}

/** The costs of a run, and what they are for each customer of the months with a cost; null where nobody came in them. */
export interface LoadedCosts extends CostFacts {
  readonly meanCac: number | null;
}

type Found = Pick<CostFacts, "source" | "rows" | "attributes" | "dimensions">;

/** What of the costs contradicts the log, or was decided on the way; said to whoever runs, and kept. */
export async function costNotes(
  found: Found,
  known: Known,
  context: StageContext,
): Promise<Pick<LoadedCosts, "spend" | "meanCac" | "notes">> {
  const { engine, signal, warn, log, config } = context;
  const { asOf, firstDay } = known.facts;
  const costs = engine.dialect.table("mart_costs");
  const firstMonth = monthOf(sql`date ${firstDay}`);
  const sumIf = (when: Sql): Sql => sql`coalesce(${exactSum(sql`case when ${when} then spend end`)}, 0)`;
  const rowsIf = (when: Sql): Sql => sql`coalesce(sum(case when ${when} then file_rows else 0 end), 0)`;
  const cases: Readonly<Record<string, Sql>> = {
    credits: raw("amount < 0"),
    later: raw("not counted"),
    earlier: sql`counted and acquisition_month < ${firstMonth}`,
    unknown: raw("is_unknown"),
  };
  const [sums] = await engine.rows(
    sql`select coalesce(${exactSum(raw("spend"))}, 0) as spend, ${list(
      Object.entries(cases).flatMap(([name, when]) => [
        sql`cast(${rowsIf(when)} as bigint) as ${id(`${name}_rows`)}`,
        sql`${sumIf(when)} as ${id(`${name}_spend`)}`,
      ]),
    )} from ${costs} k`,
    signal,
  );
  const of = (name: string): [rows: number, spend: number] => [
    Number(sums?.[`${name}_rows`] ?? 0),
    Number(sums?.[`${name}_spend`] ?? 0),
  ];
  const warnings: Message[] = [];
  const said = (name: string, make: (rows: number, spend: number) => Message, to: Message[]): void => {
    const [rows, spend] = of(name);
    if (rows > 0) to.push(make(rows, spend));
  };
  const decided: Message[] = [];
  // a run as of a day of the past knows of later costs as of later orders: that is no surprise
  said("credits", (n, spend) => message("costs.credits", n, spend), decided);
  said(
    "later",
    (n, spend) => message("costs.later", n, spend, asOf),
    config.asOf === undefined ? warnings : decided,
  );
  said("earlier", (n, spend) => message("costs.earlier", n, spend, firstDay), warnings);
  said("unknown", (n, spend) => message("costs.unknownCustomers", n, spend), warnings);
  const repeated = await repeatedKeys(found, context);
  if (repeated > 0) warnings.push(message("costs.repeated", repeated));
  for (const attribute of known.byCustomer ? [] : found.attributes)
    warnings.push(...(await unknownSources(attribute, known.customers, context)));
  const lost = known.layout.dimensions
    .map(({ name }) => name)
    .filter((name) => Object.hasOwn(config.columns.attributes, name));
  const many = lost.filter((name) => !found.attributes.includes(name));
  if (many.length > 0) warnings.push(message("costs.manyValues", many));
  if (found.attributes.length === 0 && known.facts.attributes.length > 0)
    warnings.push(message("costs.noAttribute", [...known.facts.attributes]));
  if (known.layout.unused.length > 0) decided.push(message("costs.unused", [...known.layout.unused]));
  if (!asOfEndsMonth(asOf)) decided.push(message("costs.openMonth", asOf));
  for (const note of warnings) warn(sentence(message("costs.note", found.source, note)));
  for (const note of decided) log(sentence(message("costs.note", found.source, note)));
  return {
    spend: Number(sums?.spend ?? 0),
    meanCac: await meanCac(context),
    notes: [...warnings, ...decided],
  };
}

/** Whether the day after is the first of a month. */
function asOfEndsMonth(asOf: string): boolean {
  return isoDate(calendarDay(asOf)! + 1).endsWith("-01");
}

/** Rows that repeat the period, attributes and dimensions of another one. */
async function repeatedKeys(
  { attributes, dimensions }: Found,
  { engine, signal }: StageContext,
): Promise<number> {
  const keys = list([
    raw("acquisition_month"),
    ...attributes.map((name) => id(attributeColumn(name))),
    ...dimensions.map((_, i) => id(`dim_${i + 1}`)),
  ]);
  const [row] = await engine.rows(
    sql`select coalesce(sum(n - 1), 0) as n from (select count(*) as n from ${engine.dialect.table("mart_costs")} k where cost_row is not null group by ${keys}) g`,
    signal,
  );
  return Number(row?.n ?? 0);
}

/** Sources with costs that no customer came from. */
async function unknownSources(
  attribute: string,
  customers: string,
  { engine, signal }: StageContext,
): Promise<Message[]> {
  const column = id(attributeColumn(attribute));
  const { table } = engine.dialect;
  const values = await engine.rows(
    sql`select distinct ${column} as source from ${table(customers)} c where ${column} is not null`,
    signal,
  );
  const known = values.map((row) => String(row.source)).sort();
  const spent = await engine.rows(
    sql`select ${column} as source, ${exactSum(raw("spend"))} as spend from ${table("mart_costs")} k where ${column} is not null group by ${column}`,
    signal,
  );
  return spent
    .filter((row) => !known.includes(String(row.source)))
    .sort((a, b) => (String(a.source) < String(b.source) ? -1 : 1))
    .map((row) => {
      const source = String(row.source);
      const near = nearest(source, known) ?? null;
      return message(
        "costs.unknownSource",
        attribute,
        source,
        Number(row.spend),
        near ?? known.slice(0, 5).join(", "),
        near !== null,
      );
    });
}

/** Spend for each customer of the months with a cost. */
async function meanCac({ engine, signal }: StageContext): Promise<number | null> {
  const { table } = engine.dialect;
  const months = sql`(select acquisition_month, ${exactSum(raw("spend"))} as spend from ${table("mart_costs")} k where counted group by acquisition_month)`;
  const customers = sql`(select ${monthOf(raw("first_day"))} as acquisition_month, count(*) as customers from ${table("customers")} c group by ${monthOf(raw("first_day"))})`;
  const [row] = await engine.rows(
    sql`select ${exactSum(raw("m.spend"))} as spend, sum(c.customers) as customers from ${months} m left join ${customers} c on c.acquisition_month = m.acquisition_month`,
    signal,
  );
  const came = Number(row?.customers ?? 0);
  return came > 0 ? Number(row?.spend ?? 0) / came : null;
}
