import duckdb, { type Vector } from "@duckdb/node-bindings";
import { isSet } from "./bits.js";

export type FixedArray =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float32Array
  | Float64Array;

export interface FixedArrayConstructor {
  readonly BYTES_PER_ELEMENT: number;
  new (length: number): FixedArray;
}

/** What Arrow calls the buffers of a column, validity apart. */
export interface ValueBuffers {
  readonly values: FixedArray;
  readonly offsets?: Int32Array;
}

/** The values of one column of a batch, collected chunk by chunk. */
export interface Values {
  /** Copies `rows` values of a DuckDB vector to row `start`. `valid` is null when all are present. */
  append(vector: Vector, valid: Uint8Array | null, start: number, rows: number): void;
  /** Hands over the first `rows` values and starts again. */
  take(rows: number): ValueBuffers;
  /** Bytes of text collected so far: a batch is cut early before its 32-bit offsets run out. */
  readonly textBytes: number;
}

/**
 * Values of fixed width, in the same layout on both sides: one copy of memory a chunk. Slots of absent values
 * are zeroed, so that equal results give equal bytes.
 */
export function fixedValues(ArrayType: FixedArrayConstructor, capacity: number, perRow = 1): Values {
  const width = ArrayType.BYTES_PER_ELEMENT * perRow;
  let values: FixedArray | null = null;
  return {
    textBytes: 0,
    append(vector, valid, start, rows) {
      values ??= new ArrayType(capacity * perRow);
      const bytes = new Uint8Array(values.buffer);
      bytes.set(duckdb.vector_get_data(vector, rows * width), start * width);
      if (valid === null) return;
      for (let i = 0; i < rows; i++) {
        if (!isSet(valid, i)) bytes.fill(0, (start + i) * width, (start + i + 1) * width);
      }
    },
    take(rows) {
      const taken = trim(values ?? new ArrayType(0), rows * perRow);
      values = null;
      return { values: taken };
    },
  };
}

/** BOOLEAN: a byte a value in DuckDB, a bit in Arrow. */
export function booleanValues(capacity: number): Values {
  let bits: Uint8Array | null = null;
  return {
    textBytes: 0,
    append(vector, valid, start, rows) {
      bits ??= new Uint8Array((capacity + 7) >> 3);
      const bytes = duckdb.vector_get_data(vector, rows);
      for (let i = 0, at = start; i < rows; i++, at++) {
        if (bytes[i] === 1 && (valid === null || isSet(valid, i))) bits[at >> 3]! |= 1 << (at & 7);
      }
    },
    take(rows) {
      const taken = trim(bits ?? new Uint8Array(0), (rows + 7) >> 3);
      bits = null;
      return { values: taken };
    },
  };
}

/**
 * DECIMAL up to 18 digits: 2, 4 or 8 bytes in DuckDB, always 16 in Arrow. The sign is extended over 32-bit words,
 * which avoids BigInt.
 */
export function narrowDecimalValues(width: 2 | 4 | 8, capacity: number): Values {
  let words: Int32Array | null = null;
  return {
    textBytes: 0,
    append(vector, valid, start, rows) {
      words ??= new Int32Array(capacity * 4);
      const raw = duckdb.vector_get_data(vector, rows * width);
      const source =
        width === 2
          ? new Int16Array(raw.buffer, raw.byteOffset, rows)
          : new Int32Array(raw.buffer, raw.byteOffset, (rows * width) >> 2);
      for (let i = 0, to = start * 4; i < rows; i++, to += 4) {
        if (valid !== null && !isSet(valid, i)) continue;
        const low = width === 8 ? source[2 * i]! : source[i]!;
        const high = width === 8 ? source[2 * i + 1]! : low >> 31;
        words[to] = low;
        words[to + 1] = high;
        words[to + 2] = high >> 31;
        words[to + 3] = high >> 31;
      }
    },
    take(rows) {
      const taken = trim(words ?? new Int32Array(0), rows * 4);
      words = null;
      return { values: new Uint32Array(taken.buffer, taken.byteOffset, taken.length) };
    },
  };
}

/** The first `length` elements: a view of a buffer that is mostly used, a copy of one that is mostly empty. */
export function trim<A extends FixedArray>(array: A, length: number): A {
  return (length * 2 > array.length ? array.subarray(0, length) : array.slice(0, length)) as A;
}
