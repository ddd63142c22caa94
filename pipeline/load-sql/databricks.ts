import type { ColumnKind } from "./load-column.js";
import {
  customerView,
  fileColumns,
  history,
  inFile,
  type LoadService,
  latestView,
  lines,
  type Quote,
  staging,
  tableComment,
  tablesOf,
  text,
} from "./load-service.js";

const types: Readonly<Record<ColumnKind, string>> = {
  text: "STRING",
  date: "DATE",
  integer: "INT",
  bigint: "BIGINT",
  double: "DOUBLE",
  decimal: "DECIMAL(38, 4)",
};
const name: Quote = (of) => `\`${of.replaceAll("`", "``")}\``;

/** One MERGE replaces the slice: a single commit of the Delta table, by column names, where REPLACE WHERE goes by position. */
export const databricks: LoadService = {
  title: "Databricks",
  placeholder: "s3://YOUR-BUCKET/clv",
  checked: "parsed with sqlglot. Not run on Databricks, for which no emulator was at hand.",
  notes: ["Run it on a SQL warehouse or Databricks Runtime 12.2 or later, stopping at the first error."],
  statements(slice) {
    const { columns, asOf, customers, folder, schema } = slice;
    const table = tablesOf(name, schema);
    const described = columns.map(
      (c) => `${name(c.name)} ${types[c.kind]}${c.isKey ? " NOT NULL" : ""} COMMENT ${text(c.comment)}`,
    );
    const day = `DATE ${text(asOf)}`;
    const value = (column: string): string => (column === "as_of" ? day : `s.${name(column)}`);
    const changed = columns.filter((c) => !c.isKey).map((c) => `t.${name(c.name)} = ${value(c.name)}`);
    return [
      {
        does: "The table, once. Its schema must exist: CREATE SCHEMA",
        sql: [
          `CREATE TABLE IF NOT EXISTS ${table(history)} (\n${lines(described)}\n)
USING DELTA
PARTITIONED BY (${name("as_of")})
COMMENT ${text(tableComment)}`,
        ],
      },
      {
        does: "The slice from the bucket into a staging table, which must then hold every customer of the run.\n-- A new table knows of no file that was loaded before",
        sql: [
          `CREATE OR REPLACE TABLE ${table(staging)} (\n${fileColumns(columns, name, types)}\n)
USING DELTA`,
          `COPY INTO ${table(staging)}
FROM (
SELECT\n${lines(inFile(columns).map((c) => name(c.name)))}
FROM ${text(`${folder}/`)}
)
FILEFORMAT = PARQUET`,
          `SELECT ASSERT_TRUE(COUNT(*) = ${customers}, 'the files do not hold all customers of the run') FROM ${table(staging)}`,
        ],
      },
      {
        does: "All or nothing: readers see the old slice or the new one",
        sql: [
          `MERGE INTO ${table(history)} AS t
USING ${table(staging)} AS s
ON t.${name("as_of")} = ${day} AND t.${name("customer_id")} = s.${name("customer_id")}
WHEN MATCHED THEN UPDATE SET\n${lines(changed)}
WHEN NOT MATCHED THEN INSERT (\n${lines(columns.map((c) => name(c.name)))}\n)
VALUES (\n${lines(columns.map((c) => value(c.name)))}\n)
WHEN NOT MATCHED BY SOURCE AND t.${name("as_of")} = ${day} THEN DELETE`,
          `DROP TABLE ${table(staging)}`,
        ],
      },
      latestView(name, table),
      customerView(columns, table),
    ];
  },
};
