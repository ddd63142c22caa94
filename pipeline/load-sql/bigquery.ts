import type { ColumnKind } from "./load-column.js";
import {
  customerView,
  fileColumns,
  history,
  type LoadService,
  latestView,
  lines,
  type Quote,
  replaceSlice,
  staging,
  tableComment,
  tablesOf,
  text,
} from "./load-service.js";

const types: Readonly<Record<ColumnKind, string>> = {
  text: "STRING",
  date: "DATE",
  integer: "INT64",
  bigint: "INT64",
  double: "FLOAT64",
  decimal: "BIGNUMERIC(38, 4)",
};
const name: Quote = (of) => `\`${of.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;

/** A multi-statement transaction replaces the slice; LOAD DATA may not be part of one and fills a staging table. */
export const bigQuery: LoadService = {
  title: "BigQuery",
  placeholder: "gs://YOUR-BUCKET/clv",
  checked:
    "parsed with sqlglot, all but ASSERT, which it does not know. Not run on BigQuery, for which no emulator was at hand.",
  notes: ["Run it as one script: bq query --use_legacy_sql=false < FILE. An error ends it and rolls back."],
  statements(slice) {
    const { columns, customers, folder, schema } = slice;
    const table = tablesOf(name, schema);
    const typed = fileColumns(columns, name, types);
    const described = columns.map(
      (c) =>
        `${name(c.name)} ${types[c.kind]}${c.isKey ? " NOT NULL" : ""} OPTIONS (description = ${text(c.comment)})`,
    );
    return [
      {
        does: "The table, once. Its dataset must exist: CREATE SCHEMA",
        sql: [
          `CREATE TABLE IF NOT EXISTS ${table(history)} (\n${lines(described)}\n)
PARTITION BY ${name("as_of")}
CLUSTER BY ${name("customer_id")}
OPTIONS (description = ${text(tableComment)})`,
        ],
      },
      {
        does: "The slice from the bucket into a staging table, which must then hold every customer of the run",
        sql: [
          `LOAD DATA OVERWRITE ${table(staging)} (\n${typed}\n)
FROM FILES (format = 'PARQUET', uris = [${text(`${folder}/*.parquet`)}])`,
          `ASSERT (SELECT COUNT(*) FROM ${table(staging)}) = ${customers} AS 'the files do not hold all customers of the run'`,
        ],
      },
      {
        does: "All or nothing: readers see the old slice or the new one",
        sql: [
          "BEGIN TRANSACTION",
          ...replaceSlice(slice, name, table, table(staging)),
          "COMMIT TRANSACTION",
          `DROP TABLE ${table(staging)}`,
        ],
      },
      latestView(name, table),
      customerView(columns, table),
    ];
  },
};
