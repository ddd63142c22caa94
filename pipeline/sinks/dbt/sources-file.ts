import type { Config } from "../../config/config.js";
import { commandName } from "../../marts/command-name.js";
import type { Mart } from "../../marts/mart.js";
import { say } from "../../text/messages/say.js";
import {
  mayBeNull,
  type PublishedColumn,
  type PublishedTable,
  publishedMarts,
  publishedTables,
} from "./published-tables.js";

const source = "clv";

/** sources.yml of dbt: every published table with its columns, tests of what tells rows apart, and who reads the marts. */
export function dbtSources(config: Config): object {
  return {
    version: 2,
    sources: [
      {
        name: source,
        description: say("dbt.source"),
        schema: "{{ var('clv_schema', 'clv') }}",
        loaded_at_field: "cast(as_of as timestamp)",
        freshness: {
          warn_after: { count: 8, period: "day" },
          error_after: { count: 35, period: "day" },
        },
        tables: publishedTables(config).map(sourceTable),
      },
    ],
    exposures: publishedMarts(config).made.map(exposure),
  };
}

function sourceTable(table: PublishedTable): object {
  const { name, about, grain, columns } = table;
  return {
    name,
    description: about,
    ...(grain.length > 1 && {
      tests: [{ "dbt_utils.unique_combination_of_columns": { combination_of_columns: grain } }],
    }),
    columns: columns.map((column) => sourceColumn(column, table)),
  };
}

function sourceColumn(column: PublishedColumn, { grain }: PublishedTable): object {
  const { name, about, values } = column;
  const isKey = grain.includes(name) || name === "run_id" || name === "as_of";
  const tests = [
    ...(isKey && !mayBeNull(column) ? ["not_null"] : []),
    ...(grain.length === 1 && grain[0] === name ? ["unique"] : []),
    ...(values ? [{ accepted_values: { values } }] : []),
  ];
  return { name, description: about, ...(tests.length > 0 && { tests }) };
}

function exposure({ name, question, tables }: Mart): object {
  return {
    name: name.replace(/^clv_/, "ask_"),
    label: say(question),
    type: "analysis",
    maturity: "high",
    owner: { name: source },
    description: say("dbt.exposure", commandName(name)),
    depends_on: tables.map((table) => `source('${source}', '${table.name}')`),
  };
}
