import type { ColumnKind } from "./load-column.js";
import {
  history,
  inFile,
  type LoadService,
  latest,
  lines,
  qualified,
  staging,
  tableComment,
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
const name = (of: string): string => `\`${of.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;

/** A multi-statement transaction replaces the slice; LOAD DATA may not be part of one and fills a staging table. */
export const bigQuery: LoadService = {
  title: "BigQuery",
  placeholder: "gs://YOUR-BUCKET/clv",
  checked:
    "parsed with sqlglot, all but ASSERT, which it does not know. Not run on BigQuery, for which no emulator was at hand.",
  notes: ["Run it as one script: bq query --use_legacy_sql=false < FILE. An error ends it and rolls back."],
  statements({ columns, asOf, customers, folder, schema }) {
    const table = (of: string): string => qualified(name, schema, of);
    const typed = inFile(columns).map((c) => `${name(c.name)} ${types[c.kind]}`);
    const described = columns.map(
      (c) =>
        `${name(c.name)} ${types[c.kind]}${c.isKey ? " NOT NULL" : ""} OPTIONS (description = ${text(c.comment)})`,
    );
    const values = columns.map((c) => (c.name === "as_of" ? `DATE ${text(asOf)}` : name(c.name)));
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
          `LOAD DATA OVERWRITE ${table(staging)} (\n${lines(typed)}\n)
FROM FILES (format = 'PARQUET', uris = [${text(`${folder}/*.parquet`)}])`,
          `ASSERT (SELECT COUNT(*) FROM ${table(staging)}) = ${customers} AS 'the files do not hold all customers of the run'`,
        ],
      },
      {
        does: "All or nothing: readers see the old slice or the new one",
        sql: [
          "BEGIN TRANSACTION",
          `DELETE FROM ${table(history)} WHERE ${name("as_of")} = DATE ${text(asOf)}`,
          `INSERT INTO ${table(history)} (\n${lines(columns.map((c) => name(c.name)))}\n)
SELECT\n${lines(values)}\nFROM ${table(staging)}`,
          "COMMIT TRANSACTION",
          `DROP TABLE ${table(staging)}`,
        ],
      },
      {
        does: "The scores of the latest as-of date",
        sql: [
          `CREATE OR REPLACE VIEW ${table(latest)} AS
SELECT * FROM ${table(history)}
WHERE ${name("as_of")} = (SELECT MAX(${name("as_of")}) FROM ${table(history)})`,
        ],
      },
    ];
  },
};
