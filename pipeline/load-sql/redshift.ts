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
  text: "VARCHAR(1024)",
  date: "DATE",
  integer: "INTEGER",
  bigint: "BIGINT",
  double: "DOUBLE PRECISION",
  decimal: "DECIMAL(38, 4)",
};
const name: Quote = (of) => `"${of.replaceAll('"', '""')}"`;

/** One transaction from the load to the new slice. */
export const redshift: LoadService = {
  title: "Redshift",
  placeholder: "s3://YOUR-BUCKET/clv",
  checked: "parsed with sqlglot. Not run on Redshift, for which no emulator was at hand.",
  notes: [
    "Replace YOUR-ACCOUNT and YOUR-ROLE by a role that may read the bucket. Texts have up to 1,024 bytes: widen them if need be.",
    "Run it in one session that stops at the first error: psql -v ON_ERROR_STOP=1 -f FILE.",
  ],
  statements(slice) {
    const { columns, customers, folder, schema } = slice;
    const table = tablesOf(name, schema);
    const typed = fileColumns(columns, name, types);
    const described = columns.map((c) => `${name(c.name)} ${types[c.kind]}${c.isKey ? " NOT NULL" : ""}`);
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
          `CREATE TEMPORARY TABLE ${name(staging)} (\n${typed}\n)`,
          `COPY ${name(staging)}
FROM ${text(`${folder}/`)}
IAM_ROLE 'arn:aws:iam::YOUR-ACCOUNT:role/YOUR-ROLE'
FORMAT AS PARQUET`,
          `SELECT 1 / CASE WHEN COUNT(*) = ${customers} THEN 1 ELSE 0 END AS "complete" FROM ${name(staging)}`,
          ...replaceSlice(slice, name, table, name(staging)),
          `DROP TABLE ${name(staging)}`,
          "COMMIT",
        ],
      },
      latestView(name, table),
      customerView(columns, table),
    ];
  },
};
