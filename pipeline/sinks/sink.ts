import type { PublishedOutput, ReconciledSums } from "../artifacts/publication.js";
import type { Config, PublishTarget } from "../config/config.js";
import type { Engine, Row, TableRef } from "../engines/engine.js";
import { ClvError } from "../errors.js";
import { reconciledSums } from "../sql/scores.js";
import { type Sql, sql } from "../sql/sql.js";
import type { Environment } from "../stage.js";
import type { LocalScores } from "./local-scores.js";

/** What is published, and what every output must still add up to. */
export interface Publishing {
  /** The engine of the run; in a LocalPublishing, the embedded one. */
  readonly engine: Engine;
  readonly config: Config;
  readonly runId: string;
  readonly asOf: string;
  /** The scores, a relation of the engine. */
  readonly scores: Sql;
  readonly records: readonly PublishedRecords[];
  readonly longestHorizonDays: number;
  readonly expected: ReconciledSums;
  readonly signal: AbortSignal;
  /** Where connections to servers come from. */
  readonly env: Environment;
  readonly warn: (message: string) => void;
}

/** A table with some rows a run, which have its run_id and as_of. */
export interface PublishedRecords {
  readonly table: string;
  /** In the engine of the publishing. */
  readonly rows: Sql;
  /** The table of the run that they are of; absent where they are written out in `rows`, which every engine takes. */
  readonly stored?: TableRef;
  /** Which earlier rows these replace: of the same run, or of any run as of the same date. */
  readonly replaces: "run" | "date";
}

/** The rows of a table of the run as an output holds them. */
export function recordsOf({ runId, asOf }: Pick<Publishing, "runId" | "asOf">, relation: Sql): Sql {
  return sql`select ${runId} as run_id, date ${asOf} as as_of, m.* from ${relation} m`;
}

/** The records for a server that is not the engine of the run: tables are copied there, to be dropped. */
export async function recordsIn(
  server: Engine,
  publishing: Publishing,
): Promise<{ readonly records: PublishedRecords[]; drop(): Promise<void> }> {
  const { engine, records, signal } = publishing;
  const copied = records.flatMap(({ stored }) => stored ?? []);
  for (const table of copied)
    await server.load(
      table,
      engine.query(sql`select * from ${engine.dialect.table(table.name)}`, signal),
      signal,
    );
  return {
    records: records.map((record) =>
      record.stored === undefined
        ? record
        : { ...record, rows: recordsOf(publishing, server.dialect.table(record.stored.name)) },
    ),
    async drop() {
      for (const table of copied) await server.drop(table).catch(() => undefined);
    },
  };
}

/** For sinks that only the embedded engine can write: it holds the scores, and they are a Parquet file as well. */
export interface LocalPublishing extends Publishing {
  readonly scoresFile: string;
}

/** What is read back of an output to be reconciled: the sums that are expected of it. */
export function sumsOf(scores: Sql, { longestHorizonDays, expected }: Publishing): Sql {
  return reconciledSums(scores, longestHorizonDays, expected.clv !== undefined);
}

/** One kind of output; `sinks` lists them all. */
export interface Sink<Target extends PublishTarget = PublishTarget> {
  /**
   * Writes everything to one place, all or nothing.
   * @param local opens the scores for a sink that only the embedded engine can write
   */
  publish(target: Target, publishing: Publishing, local: Pick<LocalScores, "open">): Promise<PublishedOutput>;
  /** Whether what was published is still there; the tables of a server are not looked at. */
  isIntact(output: PublishedOutput): Promise<boolean>;
  /** Which files are its own; null for a server. */
  files(path: string): PublishedFiles | null;
}

/** A folder, and which of its files this program writes there; others are the user's. */
export interface PublishedFiles {
  readonly folder: string;
  isPublished(file: string): boolean;
}

/** A sink in a server: its driver is loaded when something is published there. */
export function serverSink<Target extends PublishTarget>(publish: Sink<Target>["publish"]): Sink<Target> {
  return { publish, isIntact: async () => true, files: () => null };
}

/** @throws ClvError RECONCILIATION_FAILED when what was written differs from what was scored */
export function reconcile(place: string, row: Row | undefined, expected: ReconciledSums): ReconciledSums {
  const found: ReconciledSums = {
    rows: Number(row?.n),
    ...(expected.historicValue !== undefined && { historicValue: Number(row?.historic_value) }),
    expectedPurchases: Number(row?.expected_purchases),
    ...(expected.clv !== undefined && { clv: Number(row?.clv) }),
  };
  const differing = (Object.entries(expected) as [keyof ReconciledSums, number][])
    .filter(([key, sum]) => !(Math.abs(found[key]! - sum) <= 1e-9 * Math.max(1, Math.abs(sum))))
    .map(([key]) => key);
  if (differing.length > 0)
    throw new ClvError(
      "RECONCILIATION_FAILED",
      `${place} does not hold what was scored: ${differing.map((k) => `${k} ${found[k]} instead of ${expected[k]}`).join(", ")}. Nothing was made visible there.`,
    );
  return found;
}
