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
  text: "VARCHAR",
  date: "DATE",
  integer: "NUMBER(10, 0)",
  bigint: "NUMBER(19, 0)",
  double: "FLOAT",
  decimal: "NUMBER(38, 4)",
};
/** In capitals, as Snowflake reads names without quotes, so that nobody has to quote them. */
const name: Quote = (of) => `"${of.toUpperCase().replaceAll('"', '""')}"`;

/** A transaction replaces the slice. Statements that define tables would end it and stay outside. */
export const snowflake: LoadService = {
  title: "Snowflake",
  placeholder: "s3://YOUR-BUCKET/clv",
  checked: "parsed with sqlglot. Not run on Snowflake, for which no emulator was at hand.",
  notes: [
    "Replace YOUR_INTEGRATION by a storage integration that may read the bucket (s3://, gcs:// or azure://).",
    "Run it in one session that stops at the first error: snow sql -f FILE.",
  ],
  statements(slice) {
    const { columns, customers, folder, schema } = slice;
    const table = tablesOf(name, schema);
    const typed = fileColumns(columns, name, types);
    const described = columns.map(
      (c) => `${name(c.name)} ${types[c.kind]}${c.isKey ? " NOT NULL" : ""} COMMENT ${text(c.comment)}`,
    );
    return [
      {
        does: "The table, once. Its schema must exist: CREATE SCHEMA",
        sql: [
          `CREATE TABLE IF NOT EXISTS ${table(history)} (\n${lines(described)}\n)
COMMENT = ${text(tableComment)}`,
        ],
      },
      {
        does: "The slice from the bucket into a staging table; a division by zero stops where customers of the run are missing",
        sql: [
          `CREATE OR REPLACE TEMPORARY TABLE ${table(staging)} (\n${typed}\n)`,
          `COPY INTO ${table(staging)}
FROM ${text(`${folder}/`)}
STORAGE_INTEGRATION = YOUR_INTEGRATION
PATTERN = '.*[.]parquet'
FILE_FORMAT = (TYPE = PARQUET, USE_LOGICAL_TYPE = TRUE)
MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE`,
          `SELECT 1 / IFF(COUNT(*) = ${customers}, 1, 0) AS "COMPLETE" FROM ${table(staging)}`,
        ],
      },
      {
        does: "All or nothing: readers see the old slice or the new one",
        sql: [
          "BEGIN TRANSACTION",
          ...replaceSlice(slice, name, table, table(staging)),
          "COMMIT",
          `DROP TABLE ${table(staging)}`,
        ],
      },
      latestView(name, table, "; who may read them stays as it is", " COPY GRANTS"),
      customerView(columns, table, { clause: " COPY GRANTS" }),
    ];
  },
};
