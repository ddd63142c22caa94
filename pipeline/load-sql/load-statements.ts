import type { Schema } from "apache-arrow";
import { ClvError } from "../errors.js";
import { count } from "../text/format.js";
import { bigQuery } from "./bigquery.js";
import { clickHouse } from "./clickhouse.js";
import { databricks } from "./databricks.js";
import { loadColumns } from "./load-column.js";
import { history, type LoadService } from "./load-service.js";
import { redshift } from "./redshift.js";
import { snowflake } from "./snowflake.js";

export const loadTargets = ["bigquery", "snowflake", "redshift", "databricks", "clickhouse"] as const;
export type LoadTarget = (typeof loadTargets)[number];

export interface LoadOptions {
  /** As-of date of the slice, yyyy-mm-dd. */
  readonly asOf: string;
  /** Rows of the slice; the load stops when the files hold another number. */
  readonly customers: number;
  /** Where the folder of a parquet output lies in a bucket, such as gs://bucket/clv; default: a placeholder to edit. */
  readonly location?: string | undefined;
  /** Dataset, schema or database of the tables, perhaps after a project or catalogue and a dot; default: clv. */
  readonly schema?: string | undefined;
  /** Of clv, for the first line. */
  readonly version: string;
}

const services: Readonly<Record<LoadTarget, LoadService>> = {
  bigquery: bigQuery,
  snowflake,
  redshift,
  databricks,
  clickhouse: clickHouse,
};

/**
 * Statements that load one slice of a parquet output into a warehouse: a table with types and comments, a staging load, the
 * replacement of the slice as a whole, and the view of the latest as-of date. They may run again without doing harm.
 * @param scores the published columns: scoresSchema
 * @throws ClvError USAGE for a location or a schema that cannot be written into a statement, or that holds a secret
 */
export function loadStatements(target: LoadTarget, scores: Schema, o: LoadOptions): string {
  const service = services[target];
  const location = checkedLocation(o.location ?? service.placeholder);
  const steps = service.statements({
    columns: loadColumns(scores),
    asOf: o.asOf,
    customers: o.customers,
    folder: `${location}/${history}/as_of=${o.asOf}`,
    schema: checkedSchema(o.schema ?? "clv"),
  });
  const head = [
    `clv_scores as of ${o.asOf} (${count(o.customers)} customers) into ${service.title}, written by clv ${o.version}.`,
    `Copy the folder of a parquet output to ${location} first, as it is.`,
    ...service.notes,
    "It may run again: the slice of this as-of date is replaced as a whole. After a change of horizons or attributes add",
    `the new columns to ${history} first: ALTER TABLE ... ADD COLUMN.`,
    `Checked: ${service.checked}`,
  ];
  return [
    head.map((line) => `-- ${line}`).join("\n"),
    ...steps.map(({ does, sql }) => `-- ${does}.\n${sql.map((s) => `${s};`).join("\n\n")}`),
    "",
  ].join("\n\n");
}

/** An address of a bucket without anything secret: no password, no signature. The error does not repeat it. */
function checkedLocation(location: string): string {
  const isAddress = /^[a-z][a-z0-9+.-]*:\/\/[^\s'"`\\?#*{}[\]]+$/.test(location);
  if (isAddress && !/^[^/]*\/\/[^/@]*:[^/@]*@/.test(location)) return location.replace(/\/+$/, "");
  throw new ClvError(
    "USAGE",
    "the location is no address of a bucket's folder such as s3://bucket/clv, without password, quotes, patterns or anything after a ?.",
  );
}

function checkedSchema(schema: string): string[] {
  const names = schema.split(".");
  if (names.length <= 3 && names.every((name) => /^[A-Za-z_][\w-]*$/.test(name))) return names;
  throw new ClvError(
    "USAGE",
    `the schema "${schema}" is no name of a dataset, schema or database: letters, digits, _ and -, perhaps after a project or catalogue and a dot.`,
  );
}
