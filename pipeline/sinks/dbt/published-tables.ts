import { scoresSchema } from "../../../data/schemas/scores.js";
import type { Config } from "../../config/config.js";
import { attributeNames, hasMoney } from "../../config/questions.js";
import type { MartFacts } from "../../marts/facts.js";
import { factsOfConfig } from "../../marts/facts-of-config.js";
import type { Mart, MartColumn, MartTable } from "../../marts/mart.js";
import { marts } from "../../marts/marts.js";
import { describeColumn, describedColumns, describeTable } from "../column-descriptions.js";

/** A table that every output has, as a catalogue lists it. */
export interface PublishedTable {
  readonly name: string;
  readonly about: string;
  /** The columns that no two rows share. */
  readonly grain: readonly string[];
  readonly columns: readonly PublishedColumn[];
}

export interface PublishedColumn {
  readonly name: string;
  readonly about: string;
  /** All values that it can have; absent where there is no list of them. */
  readonly values?: readonly string[];
}

/** The marts of a config: those that it lacks nothing for. */
export function publishedMarts(config: Config): {
  readonly facts: MartFacts;
  readonly made: readonly Mart[];
} {
  const facts = factsOfConfig(config);
  return { facts, made: marts.filter((mart) => mart.needs(facts) === null) };
}

/** Every table that a run of this config publishes to each output, with its columns. */
export function publishedTables(config: Config): PublishedTable[] {
  const { facts, made } = publishedMarts(config);
  return [
    ...ownTables(config),
    ...made.flatMap((mart) => mart.tables.map((table) => martTable(table, facts))),
  ];
}

function ownTables(config: Config): PublishedTable[] {
  const { intervals } = config.uncertainty;
  const money = hasMoney(config);
  const tiers = Object.keys(config.tiers);
  const schema = scoresSchema(config.value.horizonsDays, attributeNames(config), intervals, money);
  const scores = schema.fields.map(({ name }) => name);
  const ofMoney = /^(clv|spend_|historic_value$|currency$)(?!_version)/;
  const table = (
    name: string,
    grain: readonly string[],
    columns: readonly string[] = describedColumns(name).filter((column) => money || !ofMoney.test(column)),
    values: Readonly<Record<string, readonly string[]>> = {},
  ): PublishedTable => ({
    ...{ name, grain, about: describeTable(name)! },
    columns: columns.map((column) => ({
      ...{ name: column, about: describeColumn(name, column)! },
      ...(values[column] && { values: values[column] }),
    })),
  });
  const inTiers = { value_tier: tiers };
  return [
    table("clv_scores", ["customer_id"], scores, inTiers),
    table("clv_scores_history", ["as_of", "customer_id"], scores, inTiers),
    table("clv_customer_history", ["as_of", "customer_id"], undefined, { ...inTiers, previous_tier: tiers }),
    table("clv_runs", ["run_id"]),
    table("clv_model_parameters", ["run_id", "component", "parameter"], undefined, {
      component: money ? ["purchase", "spend"] : ["purchase"],
    }),
    table("clv_monitoring", ["as_of", "measure"], undefined, { level: ["ok", "warn", "stop"] }),
  ];
}

function martTable({ name, holds, grain, columns, replaces }: MartTable, facts: MartFacts): PublishedTable {
  const about = (column: string): PublishedColumn => ({ name: column, about: describeColumn(name, column)! });
  return {
    ...{ name, about: holds },
    grain: [replaces === "run" ? "run_id" : "as_of", ...grain],
    columns: [
      about("run_id"),
      about("as_of"),
      ...columns(facts).map((column: MartColumn) => ({
        ...about(column.name),
        ...(column.values && { values: column.values }),
      })),
    ],
  };
}

/** Whether a column may be null: its meaning says so then. */
export function mayBeNull({ about }: PublishedColumn): boolean {
  return /\bnull\b/i.test(about);
}
