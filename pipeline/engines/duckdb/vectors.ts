import duckdb, { type Vector } from "@duckdb/node-bindings";
import { copyBits, isSet } from "../arrow/bits.js";

/** Rows of a DuckDB vector. */
export const vectorRows = 2048;
const inlineBytes = 12;

/** Copies `bytes` bytes of a typed array, from byte `from`, to the start of a DuckDB vector. */
export function copyToVector(vector: Vector, source: ArrayBufferView, from: number, bytes: number): void {
  if (bytes === 0) return;
  if (from + bytes > source.byteLength) {
    throw new RangeError(`a column ends after ${source.byteLength} bytes, ${from + bytes} were expected`);
  }
  const { buffer, byteOffset } = unshared(source, from, bytes);
  duckdb.copy_data_to_vector(vector, 0, buffer, byteOffset, bytes);
}

/** Marks rows of a vector as absent: bit i of `bitmap`, from bit `from`, is row i. */
export function copyValidity(vector: Vector, bitmap: Uint8Array, from: number, rows: number): void {
  const bytes = (rows + 7) >> 3;
  duckdb.vector_ensure_validity_writable(vector);
  if ((from & 7) === 0) {
    const { buffer, byteOffset } = unshared(bitmap, from >> 3, bytes);
    duckdb.copy_data_to_vector_validity(vector, 0, buffer, byteOffset, bytes);
    return;
  }
  const shifted = new Uint8Array(bytes);
  copyBits(shifted, 0, bitmap, from, rows);
  duckdb.copy_data_to_vector_validity(vector, 0, shifted.buffer, 0, bytes);
}

/** The bindings take an ArrayBuffer; memory shared between threads is copied once more. */
function unshared(
  source: ArrayBufferView,
  from: number,
  bytes: number,
): { buffer: ArrayBuffer; byteOffset: number } {
  const { buffer, byteOffset } = source;
  if (buffer instanceof ArrayBuffer) return { buffer, byteOffset: byteOffset + from };
  return { buffer: new Uint8Array(buffer, byteOffset + from, bytes).slice().buffer, byteOffset: 0 };
}

/**
 * Collects the strings of one vector: short ones are written into DuckDB's 16-byte slots and copied at once, long ones
 * are handed over one by one, which lets DuckDB allocate their memory.
 */
export class StringVector {
  readonly #slots = new Uint8Array(vectorRows * 16);
  readonly #words = new Int32Array(this.#slots.buffer);
  readonly #long: number[] = [];
  readonly #texts: Uint8Array[] = [];

  /** Row `row` is the bytes `from` to `to` of `text`. */
  set(row: number, text: Uint8Array, from: number, to: number): void {
    const length = to - from;
    if (length > inlineBytes) {
      this.setLong(row, text.subarray(from, to));
      return;
    }
    this.#words[row * 4] = length;
    const at = row * 16 + 4;
    for (let i = 0; i < length; i++) this.#slots[at + i] = text[from + i]!;
  }

  /** Row `row` is a slot already in DuckDB's layout (four 32-bit words from `index`), at most 12 bytes long. */
  setSlot(row: number, words: Int32Array, index: number): void {
    for (let i = 0; i < 4; i++) this.#words[row * 4 + i] = words[index + i]!;
  }

  setLong(row: number, text: Uint8Array): void {
    this.#long.push(row);
    this.#texts.push(text);
  }

  /** Writes the first `rows` rows and starts again. Rows that were not set are empty. */
  flush(vector: Vector, rows: number): void {
    duckdb.copy_data_to_vector(vector, 0, this.#slots.buffer, 0, rows * 16);
    this.#long.forEach((row, i) => {
      duckdb.vector_assign_string_element_len(vector, row, this.#texts[i]!);
    });
    this.#slots.fill(0, 0, rows * 16);
    this.#long.length = 0;
    this.#texts.length = 0;
  }
}

export function present(bitmap: Uint8Array | null, bit: number): boolean {
  return bitmap === null || isSet(bitmap, bit);
}
