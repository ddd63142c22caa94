import type { ColumnKind, LoadColumn } from "./load-column.js";
import {
  columnsAndValues,
  customerView,
  history,
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
  text: "String",
  date: "Date32",
  integer: "Int32",
  bigint: "Int64",
  double: "Float64",
  decimal: "Decimal(38, 4)",
};
const name: Quote = (of) => `\`${of.replaceAll("\\", "\\\\").replaceAll("`", "\\`")}\``;
/** A key is never null; the narrower Date makes the names of partitions. */
const typeOf = (c: LoadColumn): string =>
  c.name === "as_of" ? "Date" : c.isKey ? types[c.kind] : `Nullable(${types[c.kind]})`;

/** The slice is a partition, and replacing a partition is one step. */
export const clickHouse: LoadService = {
  title: "ClickHouse",
  placeholder: "https://YOUR-BUCKET.s3.amazonaws.com/clv",
  checked:
    "parsed with sqlglot, and run with chdb, the embedded ClickHouse, reading the files over HTTP as from a bucket. Not run on a cluster.",
  notes: [
    "A bucket that is not public: add its key and secret as named collection, see the documentation of s3(). On a cluster add ON CLUSTER.",
    "Run it so that it stops at the first error: clickhouse client --queries-file FILE.",
  ],
  statements(slice) {
    const { columns, asOf, customers, folder, schema } = slice;
    const table = tablesOf(name, schema);
    const described = columns.map((c) => `${name(c.name)} ${typeOf(c)} COMMENT ${text(c.comment)}`);
    return [
      {
        does: "The table, once. Its database must exist: CREATE DATABASE",
        sql: [
          `CREATE TABLE IF NOT EXISTS ${table(history)} (\n${lines(described)}\n)
ENGINE = MergeTree
PARTITION BY ${name("as_of")}
ORDER BY (${name("as_of")}, ${name("customer_id")})
COMMENT ${text(tableComment)}`,
        ],
      },
      {
        does: "The slice from the bucket into a staging table, which must then hold every customer of the run",
        sql: [
          `DROP TABLE IF EXISTS ${table(staging)}`,
          `CREATE TABLE ${table(staging)} AS ${table(history)}`,
          `INSERT INTO ${table(staging)} ${columnsAndValues(columns, name, `toDate(${text(asOf)})`)}
FROM s3(${text(`${folder}/*.parquet`)}, 'Parquet')`,
          `SELECT throwIf(COUNT(*) <> ${customers}, 'the files do not hold all customers of the run') FROM ${table(staging)}`,
        ],
      },
      {
        does: "All or nothing: readers see the old slice or the new one",
        sql: [
          `ALTER TABLE ${table(history)} REPLACE PARTITION ${text(asOf)} FROM ${table(staging)}`,
          `DROP TABLE ${table(staging)}`,
        ],
      },
      latestView(name, table),
      customerView(columns, table, { end: "\nSETTINGS join_use_nulls = 1" }),
    ];
  },
};
