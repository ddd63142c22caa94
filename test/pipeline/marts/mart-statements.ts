import { configSchema } from "../../../pipeline/config/config.js";
import { cohortExpected, cohortMonths } from "../../../pipeline/marts/cohorts/prepared.js";
import { rankedValues } from "../../../pipeline/marts/distribution/measures.js";
import { ranked } from "../../../pipeline/marts/distribution/ranked.js";
import { driverCells, driverCustomers, outcomes } from "../../../pipeline/marts/drivers/driver-customers.js";
import { age, earlyPurchases, season } from "../../../pipeline/marts/drivers/features.js";
import { factsWith } from "../../../pipeline/marts/facts.js";
import { existingMonths } from "../../../pipeline/marts/forecast/existing.js";
import { arrivalsByMonth } from "../../../pipeline/marts/forecast/trend.js";
import { identityFigures } from "../../../pipeline/marts/identity-figures.js";
import type { MartInputs, MartType } from "../../../pipeline/marts/mart.js";
import { marts } from "../../../pipeline/marts/marts.js";
import { segmentCustomers, segmentSums } from "../../../pipeline/marts/segments/segment-sums.js";
import { valueMonths } from "../../../pipeline/marts/value-views/prepared.js";
import { subscribersByAge } from "../../../pipeline/marts/value-views/retention.js";
import { audienceRows } from "../../../pipeline/sql/audience.js";
import { customerMonths } from "../../../pipeline/sql/customer-months.js";
import type { Dialect } from "../../../pipeline/sql/dialect.js";
import { firstDayAttributes, someUnknown } from "../../../pipeline/sql/first-day-attributes.js";
import { double, raw, type Sql } from "../../../pipeline/sql/sql.js";
import { sumsBy } from "../../../pipeline/stages/derive/newcomers/newcomer-sources.js";
import { preparedColumns } from "./prepared-columns.js";

/** Types of a mart's columns in DuckDB. */
const types: Readonly<Record<MartType, string>> = {
  text: "varchar",
  date: "date",
  boolean: "boolean",
  integer: "integer",
  count: "bigint",
  number: "double",
};

export const martFacts = factsWith(365);
const martConfig = configSchema.parse({
  columns: { attributes: { channel: "channel" } },
  value: { horizonsDays: [365], margin: 0.4 },
});

export function martInputs(dialect: Dialect): MartInputs {
  return { dialect, facts: martFacts, config: martConfig, table: (name) => dialect.table(name) };
}

/** What is declared of each mart's table, as the columns of a table of DuckDB. */
export const martTableColumns: Readonly<Record<string, string>> = {
  ...preparedColumns,
  ...Object.fromEntries(
    marts
      .flatMap((mart) => mart.tables)
      .map(({ name, columns }) => [
        name,
        columns(martFacts)
          .map((c) => `${c.name} ${types[c.type]}`)
          .join(", "),
      ]),
  ),
};

/** The selects of all marts, their identities and what commands show of them. */
export function martStatements(dialect: Dialect): Readonly<Record<string, Sql>> {
  const inputs = martInputs(dialect);
  const log = dialect.table("transactions");
  return {
    customerMonths: customerMonths(dialect, log, { separate: false, money: true }),
    "customerMonths.separate": customerMonths(dialect, log, { separate: true, money: true }),
    "customerMonths.bare": customerMonths(dialect, dialect.table("bare_transactions"), {
      separate: false,
      money: false,
    }),
    someUnknown: someUnknown(log, ["channel"]),
    firstDayAttributes: firstDayAttributes(dialect.table("customers"), log, {
      ...{ columns: ["customer_id", "first_day", "attr_channel"], names: ["channel"] },
      margin: double(0.4),
    }),
    cohortMonths: cohortMonths(inputs),
    cohortExpected: cohortExpected(inputs, false),
    valueMonths: valueMonths(inputs),
    subscribersByAge: subscribersByAge(inputs),
    audienceRows: audienceRows(dialect, dialect.table("customers"), dialect.table("clv_actions"), {
      ...{ identity: raw("c.attr_channel"), kind: "phone", digitsOnly: false, conditions: [raw("a.chosen")] },
    }),
    "segments.customers": segmentCustomers(inputs),
    "segments.sums": segmentSums(inputs),
    driverCustomers: driverCustomers(inputs, { features: [season, earlyPurchases, age], scored: false }),
    "driverCustomers.bare": driverCustomers(
      { ...inputs, facts: { ...martFacts, money: false } },
      { features: [season, earlyPurchases, age], scored: true },
    ),
    "driverCustomers.separate": driverCustomers(
      { ...inputs, facts: { ...martFacts, money: false, separate: true } },
      { features: [earlyPurchases], scored: false },
    ),
    driverCells: driverCells(dialect.table("mart_driver_customers"), outcomes, 10),
    newcomerSums: sumsBy(null, "mart_newcomer_reach", inputs),
    "newcomerSums.channel": sumsBy("channel", "mart_newcomer_reach", inputs),
    arrivalsByMonth: arrivalsByMonth(dialect.table("customers")),
    ranked: ranked(inputs, rankedValues(martFacts)[0]!),
    forecastExisting: existingMonths(inputs, false, 20),
    ...Object.fromEntries(
      marts.flatMap((mart) => [
        ...mart.tables.map(({ name, select }) => [name, select(inputs)] as const),
        ...mart.identities.map(
          (identity, i) => [`${mart.name}.identity_${i + 1}`, identityFigures(identity, inputs)] as const,
        ),
        [`${mart.name}.view`, mart.view.select(inputs, { limit: 20, filters: {} })] as const,
      ]),
    ),
  };
}
