import { tableFromArrays } from "apache-arrow";
import type { MartsFile } from "../../artifacts/marts-file.js";
import type { Engine, Row } from "../../engines/engine.js";
import { ClvError } from "../../errors.js";
import { driverCells, driverCustomers, readScale } from "../../marts/drivers/driver-customers.js";
import { attributeFeatures, type DriverFeature } from "../../marts/drivers/features.js";
import { fitDrivers, type OutcomeDrivers } from "../../marts/drivers/fit-drivers.js";
import { prospectValues } from "../../marts/drivers/prospect-values.js";
import type { MartInputs } from "../../marts/mart.js";
import { intervalBounds } from "../../sql/interval-columns.js";
import { double, id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { say } from "../../text/messages/say.js";
import { loadNewcomers, type Newcomers, newcomerColumns, newcomerJoin } from "./newcomers.js";
import { type Prospects, prospectsTable } from "./read-prospects.js";

const customersTable = "prospect_customers";

export interface Scored {
  readonly drivers: OutcomeDrivers;
  /** Attributes in the file that customers of the run are not told apart by. */
  readonly unused: readonly string[];
  /** What new_customer_value is by; null without. */
  readonly newcomers: Newcomers | null;
  /** People of the file who are customers, and some of them: they are left out. */
  readonly customers: number;
  readonly examples: readonly string[];
  /** A row a person, in the order of the file: customer_id, expected_first_year, its bounds, new_customer_value and its bounds where the run has them, and note. */
  readonly rows: Sql;
  readonly summary: Row;
}

/**
 * What the people of a file are expected to bring in the first year, if they become customers: as customers of the run with the same
 * attributes did, who are old enough.
 * @param inputs tables of the run, in its engine
 * @param local the embedded engine that has the people
 */
export async function scoreProspects(
  { attributes }: Pick<Prospects, "attributes">,
  made: MartsFile["marts"],
  inputs: MartInputs,
  engine: Engine,
  local: Engine,
  signal: AbortSignal,
): Promise<Scored> {
  const rows = (select: Sql): Promise<Row[]> => engine.rows(select, signal);
  const { features } = await attributeFeatures(inputs, rows, attributes);
  if (features.length === 0)
    throw new ClvError(
      "PROSPECTS_INVALID",
      say("prospects.alike", attributes, inputs.config.targets.minimumSegment),
    );
  const known = await customersAmong(inputs, engine, local, signal);
  const scale = await readScale(inputs, rows);
  const customers = sql`(${driverCustomers(inputs, { features, scored: false })})`;
  const drivers = fitDrivers(
    "first_year",
    await rows(driverCells(customers, ["first_year"], scale)),
    0,
    features,
  );
  if (drivers === null) throw new ClvError("PROSPECTS_INVALID", say("prospects.tooYoung"));
  const values = prospectValues(drivers, scale, inputs.facts.intervals);
  await local.load({ name: "prospect_values" }, tableFromArrays({ ...values.columns }).batches, signal);
  const newcomers = await loadNewcomers(drivers, made, inputs, { rows, local, signal });
  const scored = scoredRows(features, values.sizes, local, inputs.facts.intervals, newcomers);
  await local.materialize({ name: "scored_prospects" }, scored, signal);
  const from = local.dialect.table("scored_prospects");
  const [summary] = await local.rows(
    sql`select count(*) as people, avg(expected_first_year) as mean, min(expected_first_year) as least, max(expected_first_year) as most, count(note) as noted from ${from}`,
    signal,
  );
  if (Number(summary!.people) === 0)
    throw new ClvError("PROSPECTS_INVALID", say("prospects.allCustomers", known.customers));
  return {
    ...known,
    drivers,
    newcomers,
    unused: attributes.filter((name) => !features.some((f) => f.name === name)),
    rows: sql`select * exclude (place) from ${from} order by place`,
    summary: summary!,
  };
}

/** Loads the ids of customers into the embedded engine, and counts the people who have one of them. */
async function customersAmong(
  { table }: MartInputs,
  engine: Engine,
  local: Engine,
  signal: AbortSignal,
): Promise<Pick<Scored, "customers" | "examples">> {
  const ids = sql`select customer_id from ${table("customers")}`;
  await local.load({ name: customersTable }, engine.query(ids, signal), signal);
  const [people, known] = [prospectsTable, customersTable].map((name) => local.dialect.table(name));
  const rows = await local.rows(
    sql`select p.customer_id, count(*) over () as n from ${people!} p where p.customer_id in (select customer_id from ${known!}) order by p.place limit 3`,
    signal,
  );
  return { customers: Number(rows[0]?.n ?? 0), examples: rows.map((row) => String(row.customer_id)) };
}

/** Each person with the value of its combination, and what of it is not known. */
function scoredRows(
  features: readonly DriverFeature[],
  sizes: readonly number[],
  { dialect }: Engine,
  intervals: boolean,
  newcomers: Newcomers | null,
): Sql {
  const place = (f: number): Sql => raw(`place_of_${f}`);
  const places = features.map(({ code }, f) => sql`${code} as ${place(f)}`);
  let radix = 1;
  const digits = sizes.map((size, f) => {
    const digit = sql`${radix} * ${place(f)}`;
    radix *= size;
    return digit;
  });
  const notes = features.map(({ name, levels, others }, f) => {
    const said = others ? say("prospects.rare", name) : say("prospects.unknown", name);
    return sql`case when ${place(f)} = ${others ? levels.length - 1 : levels.length} then ${said} end`;
  });
  const bounds = intervalBounds.map(({ name }) => id(`expected_first_year_${name}`));
  const known = bounds.map((bound) =>
    intervals
      ? sql`case when isnan(v.${bound}) then null else v.${bound} end as ${bound}`
      : sql`${double(null)} as ${bound}`,
  );
  return sql`select p.place, p.customer_id, v.expected_first_year, ${list([...known, ...(newcomers === null ? [] : newcomerColumns)])}, nullif(concat_ws('; ', ${list(notes)}), '') as note
from (select c.*, ${list(places)} from ${dialect.table(prospectsTable)} c where customer_id is not null and customer_id not in (select customer_id from ${dialect.table(customersTable)})) p join ${dialect.table("prospect_values")} v on v.cell = ${list(digits, " + ")}${newcomers === null ? sql`` : newcomerJoin(newcomers, dialect)} order by p.place`;
}
