export interface SplitterOptions {
  /** The byte between fields, or null for runs of spaces and tabs. */
  readonly delimiter: number | null;
  /** The quote's byte, or null. */
  readonly quote: number | null;
  readonly encoding: "utf-8" | "latin-1";
  readonly terminator: number;
  readonly skip: number;
  readonly header: boolean;
  readonly columns: number | null;
  readonly maxRecordLines: number;
  readonly maxRecordBytes: number;
}
