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
  text: "VARCHAR(1024)",
  date: "DATE",
  integer: "INTEGER",
  bigint: "BIGINT",
  double: "DOUBLE PRECISION",
  decimal: "DECIMAL(38, 4)",
};
const name = (of: string): string => `"${of.replaceAll('"', '""')}"`;

/** One transaction from the load to the new slice. */
export const redshift: LoadService = {
  title: "Redshift",
  placeholder: "s3://YOUR-BUCKET/clv",
  checked: "parsed with sqlglot. Not run on Redshift, for which no emulator was at hand.",
  notes: [
    "Replace YOUR-ACCOUNT and YOUR-ROLE by a role that may read the bucket. Texts have up to 1,024 bytes: widen them if need be.",
    "Run it in one session that stops at the first error: psql -v ON_ERROR_STOP=1 -f FILE.",
  ],
  statements({ columns, asOf, customers, folder, schema }) {
    const table = (of: string): string => qualified(name, schema, of);
    const typed = inFile(columns).map((c) => `${name(c.name)} ${types[c.kind]}`);
    const described = columns.map((c) => `${name(c.name)} ${types[c.kind]}${c.isKey ? " NOT NULL" : ""}`);
    const values = columns.map((c) => (c.name === "as_of" ? `DATE ${text(asOf)}` : name(c.name)));
    return [
      {
        does: "The table, once. Its schema must exist: CREATE SCHEMA",
        sql: [
          `CREATE TABLE IF NOT EXISTS ${table(history)} (\n${lines(described)}\n)
DISTSTYLE KEY
DISTKEY (${name("customer_id")})
SORTKEY (${name("as_of")}, ${name("customer_id")})`,
          `COMMENT ON TABLE ${table(history)} IS ${text(tableComment)}`,
          ...columns.map((c) => `COMMENT ON COLUMN ${table(history)}.${name(c.name)} IS ${text(c.comment)}`),
        ],
      },
      {
        does: "All or nothing, from the bucket to the new slice. COPY reads Parquet by position: the staging table has the columns\n-- of the files in their order. A division by zero stops where customers of the run are missing",
        sql: [
          "BEGIN",
          `CREATE TEMPORARY TABLE ${name(staging)} (\n${lines(typed)}\n)`,
          `COPY ${name(staging)}
FROM ${text(`${folder}/`)}
IAM_ROLE 'arn:aws:iam::YOUR-ACCOUNT:role/YOUR-ROLE'
FORMAT AS PARQUET`,
          `SELECT 1 / CASE WHEN COUNT(*) = ${customers} THEN 1 ELSE 0 END AS "complete" FROM ${name(staging)}`,
          `DELETE FROM ${table(history)} WHERE ${name("as_of")} = DATE ${text(asOf)}`,
          `INSERT INTO ${table(history)} (\n${lines(columns.map((c) => name(c.name)))}\n)
SELECT\n${lines(values)}\nFROM ${name(staging)}`,
          `DROP TABLE ${name(staging)}`,
          "COMMIT",
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
