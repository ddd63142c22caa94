import { covariateNames } from "../../../config/purchase-models.js";
import { marginRate } from "../../../marts/margin.js";
import { equityColumn, equityDays, type Opening } from "../../../marts/opening.js";
import type { MartServices } from "../../../marts/services.js";
import { previousTable } from "../../../monitoring/previous-tables.js";
import { covariateGroups, groupedCustomers } from "../../../sql/covariate-groups.js";
import { customers } from "../../../sql/customers.js";
import { id, list, raw, type Sql, sql } from "../../../sql/sql.js";
import { say } from "../../../text/messages/say.js";
import { materializeByCustomer } from "../../shards/in-shards.js";
import { customerOptions } from "../../summarize/customer-options.js";
import { earlierRun } from "./opening-of-run.js";
import { makeRestatedScores } from "./restated-scores.js";

/** Customers of the opening day, by the orders that are known now. */
const openingCustomers = "mart_opening_customers";
/** What they were worth: with what values are worked out with now, and then. */
const restatedNow = "mart_opening_scores";
const restatedThen = "mart_opening_scores_then";
/** What today's customers are worth by the model of the opening. */
const sameModel = "mart_same_model_scores";
const segments = "clv_customer_segments";

/**
 * What each customer was worth at the opening, as published and as it would be by what is known now, and is worth now, by the model of the
 * opening and by that of now: see MartServices. A model that is the same is not asked twice.
 */
export async function makeRestated(table: string, services: MartServices): Promise<void> {
  const { inputs, context, artifacts, make } = services;
  const { facts, config } = inputs;
  const { opening } = facts.since;
  if (opening === null) return;
  const earlier = (await earlierRun(opening.runId, context))!;
  const scores = (await previousTable(opening.runId, "scores", context))!;
  const days = equityDays(facts);
  const { value } = config;
  const also = [opening.days, ...(days === 0 ? [] : [days + opening.days])].sort((a, b) => a - b);
  try {
    await countOpening(opening, services);
    const then = { customers: openingCustomers, model: earlier.model };
    await makeRestatedScores(restatedNow, { ...then, value, also }, services);
    if (!opening.sameTerms)
      await makeRestatedScores(restatedThen, { ...then, value: earlier.value }, services);
    if (!opening.sameModel) {
      const model = { ...earlier.model, asOf: artifacts.champion.asOf };
      await makeRestatedScores(sameModel, { customers: "customers", model, value }, services);
    }
    await make(table, await compared(opening, scores, services));
  } finally {
    await context.engine.drop({ name: openingCustomers });
  }
}

/** Counts the customers of the orders up to the opening day. */
async function countOpening(
  { asOf }: Opening,
  { artifacts, context, inputs: { dialect, config } }: MartServices,
): Promise<void> {
  const { engine, signal } = context;
  const { account, covariate_groups } = artifacts;
  const grouped = covariate_groups.rows > 0;
  const counted = grouped ? `${openingCustomers}_ungrouped` : openingCustomers;
  const options = customerOptions(account, asOf, config);
  await materializeByCustomer(
    { name: counted },
    account.accepted,
    (rows) => customers(dialect, sql`(select * from ${rows} r where day <= date ${asOf})`, options),
    context,
  );
  if (!grouped) return;
  const groups = { name: `${openingCustomers}_groups` };
  const covariates = covariateNames(config);
  await engine.materialize(groups, covariateGroups(dialect.table(counted), covariates), signal);
  await engine.materialize(
    { name: openingCustomers },
    groupedCustomers(dialect.table(counted), dialect.table(groups.name), covariates),
    signal,
  );
  await engine.drop({ name: counted });
  await engine.drop(groups);
}

/** A column of what is compared: its name and type. */
const columns = {
  first_day: "date",
  state_opening: "varchar",
  state_closing: "varchar",
  equity_opening: "double precision",
  equity_opening_restated: "double precision",
  equity_opening_settings: "double precision",
  expected_in_period: "double precision",
  expected_beyond: "double precision",
  earned_in_period: "double precision",
  equity_closing_same_model: "double precision",
  equity_closing: "double precision",
} as const;
type Column = keyof typeof columns;

/** Each customer of any of the tables once. */
async function compared(opening: Opening, scores: Sql, services: MartServices): Promise<Sql> {
  const { inputs } = services;
  const { facts, table } = inputs;
  const { terms, days, sameModel: isSame, sameTerms } = opening;
  const now = equityDays(facts);
  const worth = id(equityColumn(now));
  const beyond = now === 0 ? raw("0e0") : sql`${id(equityColumn(now + days))} - ${id(equityColumn(now))}`;
  const earned = sql`case when r.customer_id is not null then ${marginRate(inputs, "c")} * cast(c.total_spend - r.historic_value as double precision) end`;
  const parts = [
    part(scores, { equity_opening: id(equityColumn(terms.horizonDays)) }),
    part(sameTerms ? table(restatedNow) : table(restatedThen), {
      equity_opening_restated: id(equityColumn(terms.horizonDays)),
    }),
    part(table(restatedNow), {
      equity_opening_settings: worth,
      expected_in_period: id(equityColumn(days)),
      expected_beyond: beyond,
    }),
    part(
      sql`(select c.customer_id, c.first_day, ${earned} as earned from ${table("customers")} c left join ${table(restatedNow)} r on r.customer_id = c.customer_id)`,
      { first_day: raw("first_day"), earned_in_period: raw("earned") },
    ),
    part(table("scores"), { equity_closing: worth, ...(isSame && { equity_closing_same_model: worth }) }),
    ...(isSame ? [] : [part(table(sameModel), { equity_closing_same_model: worth })]),
    ...(await states(opening, services)),
  ];
  const names = Object.keys(columns) as Column[];
  return sql`select customer_id, ${list(names.map((name) => sql`max(${id(name)}) as ${id(name)}`))}
from (${list(parts, "\nunion all ")}) u group by customer_id`;
}

/** Rows of a table with some of the columns; the others are NULL. */
function part(from: Sql, has: Readonly<Partial<Record<Column, Sql>>>): Sql {
  const all = (Object.entries(columns) as [Column, string][]).map(
    ([name, type]) => sql`cast(${has[name] ?? raw("null")} as ${raw(type)}) as ${id(name)}`,
  );
  return sql`select customer_id, ${list(all)} from ${from} p`;
}

/** Lifecycles of then and of now, where the runs have made them. */
async function states({ runId }: Opening, { inputs, context }: MartServices): Promise<Sql[]> {
  const { engine, warn } = context;
  if ((await engine.fingerprint({ name: segments })) === null) return [];
  const then = await previousTable(runId, segments, context);
  if (then === null) warn(say("equity.noLifecycleThen", runId));
  return [
    part(inputs.table(segments), { state_closing: raw("lifecycle") }),
    ...(then === null ? [] : [part(then, { state_opening: raw("lifecycle") })]),
  ];
}
