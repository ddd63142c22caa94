import type { Data } from "apache-arrow";

/** Rows in the server's binary form under construction: what is written for a row moves its place on. */
export interface PlacedRows {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  /** Where each row goes on. */
  readonly places: Int32Array;
}

/**
 * Writes the values of one column, each with its length before it. A column at a time, so that its loop is compiled for
 * one kind of value: a third of the time that row by row took.
 */
export interface ValueWriter {
  bind(data: Data): void;
  /** Bytes of a value; null where they differ, and `measure` says them. */
  readonly size: number | null;
  /** Adds the bytes of the values of `sizes.length` rows from `from` on, of those that are not absent. */
  measure?(sizes: Int32Array, from: number, absent: Uint8Array | null): void;
  /** Writes `rows.places.length` rows from `from` on, without those that are absent; after `measure` of the same rows. */
  write(rows: PlacedRows, from: number, absent: Uint8Array | null): void;
  /** Whether a value that is marked as present is absent after all. */
  missing?(row: number): boolean;
}
