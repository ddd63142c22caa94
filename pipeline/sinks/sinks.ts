import type { SinkKind, TargetOf } from "../config/config.js";
import { duckDbSink } from "./duckdb/warehouse.js";
import { filesSink } from "./files/files.js";
import { type Sink, serverSink } from "./sink.js";

/** Every kind of output. */
const kinds = {
  duckdb: duckDbSink,
  parquet: filesSink,
  csv: filesSink,
  arrow: filesSink,
  postgres: serverSink(async (target: TargetOf<"postgres">, publishing) => {
    const { publishToPostgres } = await import("./postgres/postgres.js");
    return publishToPostgres(target, publishing);
  }),
  spark: serverSink(async (target: TargetOf<"spark">, publishing) => {
    const { publishToSpark } = await import("./spark/spark.js");
    return publishToSpark(target, publishing);
  }),
} satisfies { readonly [Kind in SinkKind]: Sink<TargetOf<Kind>> };

export const sinks: { readonly [Kind in SinkKind]: Sink } = kinds;
