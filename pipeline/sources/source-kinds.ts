import { type DatabaseKind, isDatabase } from "../config/connections.js";
import { arrow } from "./kinds/arrow.js";
import { duckdb } from "./kinds/duckdb.js";
import { json } from "./kinds/json.js";
import { jsonl } from "./kinds/jsonl.js";
import { parquet } from "./kinds/parquet.js";
import { postgres } from "./kinds/postgres.js";
import { spark } from "./kinds/spark.js";
import { text } from "./kinds/text.js";
import type { FileFormat, SourceFormat } from "./source-file.js";
import type { FileKind, ServerKind, SourceKind } from "./source-kind.js";

/** Kinds of files, in the order in which they are recognised: what is nothing else is text. */
export const fileKinds: { readonly [Format in FileFormat]: FileKind } = {
  parquet,
  arrow,
  duckdb,
  json,
  jsonl,
  text,
};

export const serverKinds: { readonly [Kind in DatabaseKind]: ServerKind } = { postgres, spark };

/** Every kind of source. */
export const sourceKinds: { readonly [Format in SourceFormat]: SourceKind } = {
  ...fileKinds,
  ...serverKinds,
};

/** The kind of a file that was found on a disk. */
export function fileKind(format: SourceFormat): FileKind {
  if (isDatabase(format)) throw new Error(`${format} is no kind of file`);
  return fileKinds[format];
}
