import type { Data } from "apache-arrow";

/** Bytes of a chunk that is sent at once. */
const chunkBytes = 128 * 1024;

/** Where rows are written: chunks of bytes, a new one whenever the last is full. */
export class RowWriter {
  /** Full chunks, to be sent. */
  readonly full: Uint8Array[] = [];
  bytes = new Uint8Array(chunkBytes);
  view = new DataView(this.bytes.buffer);
  at = 0;

  /** Makes room for so many bytes in a row. */
  reserve(bytes: number): void {
    if (this.at + bytes <= this.bytes.length) return;
    this.cut(bytes);
  }

  /** Closes the chunk; the next one holds at least so many bytes. */
  cut(bytes = 0): void {
    if (this.at > 0) this.full.push(this.bytes.subarray(0, this.at));
    this.bytes = new Uint8Array(Math.max(chunkBytes, bytes));
    this.view = new DataView(this.bytes.buffer);
    this.at = 0;
  }
}

/** Writes a value that is present, in the server's binary form, with its length before it. */
export interface ValueWriter {
  bind(data: Data): void;
  write(out: RowWriter, row: number): void;
  /** Whether a value that is marked as present is absent after all. */
  missing?(row: number): boolean;
}
