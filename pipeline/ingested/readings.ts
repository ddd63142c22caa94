import type { Config } from "../config/config.js";
import type { TableFingerprint } from "../engines/engine.js";
import type { ListMark } from "../sources/forgotten-list.js";
import type { SourceFile } from "../sources/source-file.js";

/** What ingest made of one source file, and what has to stay true for it to be used again. */
export interface ReadingRecord {
  readonly format: 1;
  readonly source: Pick<SourceFile, "name" | "sha256" | "bytes">;
  /** Source rows: those in the table and those that could not be split into fields. */
  readonly rows: number;
  readonly unsplittable: number;
  readonly rejected: number;
  /** Whether the table has a column of line numbers; without it rows come in the order of the file. */
  readonly hasLines: boolean;
  /** Days up to this one were believed, later ones rejected. */
  readonly maxDate: string;
  /** The last day up to maxDate, and the first one after it: between them maxDate may move. Null where there is none. */
  readonly lastDay: string | null;
  readonly nextDay: string | null;
  /** Rows that were left out since their customers are forgotten, and which list said so. */
  readonly forgotten: number;
  readonly forgottenList: ListMark;
  readonly table: TableFingerprint;
  /** Of the rejected rows; null when there are none. */
  readonly rejectedRows: TableFingerprint | null;
}

/** A reading that is in the store, unchanged since it was written. */
export interface StoredReading {
  readonly key: string;
  readonly record: ReadingRecord;
  readonly tableFile: string;
  /** line, reason, raw_text; null when no row was rejected. */
  readonly rejectedFile: string | null;
}

/** A reading as the run has it, in files of its own that the store takes over without copying them where it can. */
export interface NewReading extends Omit<StoredReading, "key" | "record"> {
  readonly record: Omit<ReadingRecord, "format" | "source" | "table" | "rejectedRows">;
}

/** What runs of a folder keep of the source files they have read: one reading a file, found by content and settings. */
export interface Readings {
  /** The reading of a file that was read before under these settings; null when there is none, or it was damaged. */
  find(file: SourceFile, config: Config): Promise<StoredReading | null>;
  /** By its key, for what earlier runs were made of; null when it is gone or damaged. */
  get(key: string): Promise<StoredReading | null>;
  keep(file: SourceFile, config: Config, reading: NewReading): Promise<StoredReading>;
  /** The same reading with another record. */
  amend(reading: StoredReading, change: Partial<ReadingRecord>): Promise<StoredReading>;
  /** Notes that a run uses these readings, and removes those that none of the last runs uses. */
  used(runId: string, keys: readonly string[]): Promise<void>;
}
