import { Data, type DataType, type Decimal, Type } from "apache-arrow";
import { ClvError } from "../../errors.js";
import { decimalReader } from "./decimal.js";
import { epochDays, epochHigh, epochLow } from "./epoch.js";
import { type Received, trim, type ValueReader } from "./values.js";

/** One column of the record batch under construction. */
export interface OutColumn {
  readonly type: DataType;
  /** Row `row` is the `length` bytes from `at`, in the server's binary form. */
  read(from: Received, at: number, length: number, row: number): void;
  absent(row: number): void;
  /** The first `rows` rows as Arrow data; the column is empty afterwards. */
  finish(rows: number): Data;
}

/** @param capacity rows of a full batch */
export function outColumn(name: string, type: DataType, capacity: number): OutColumn {
  const values = valueReader(name, type, capacity);
  let validity: Uint8Array | null = null;
  let nulls = 0;
  values.start();
  return {
    type,
    read: values.read,
    absent(row) {
      validity ??= new Uint8Array((capacity + 7) >> 3).fill(255);
      validity[row >> 3]! &= ~(1 << (row & 7));
      nulls += 1;
      values.skip?.(row);
    },
    finish(rows) {
      const { values: data, offsets } = values.take(rows);
      const bits = validity === null ? undefined : trim(validity, (rows + 7) >> 3);
      const finished = new Data(type, 0, rows, nulls, [offsets, data, bits] as never);
      validity = null;
      nulls = 0;
      values.start();
      return finished;
    },
  };
}

function valueReader(name: string, type: DataType, capacity: number): ValueReader {
  switch (type.typeId) {
    case Type.Bool:
      return boolReader(capacity);
    case Type.Utf8:
      return textReader(capacity);
    case Type.Date:
      return dateReader(name, capacity);
    case Type.Timestamp:
      return timestampReader(name, capacity);
    case Type.Decimal:
      return decimalReader(name, type as Decimal, capacity);
    case Type.Int:
      return wholeReader((type as unknown as { bitWidth: 16 | 32 | 64 }).bitWidth, capacity);
    default:
      return floatReader((type as unknown as { precision: number }).precision === 2, capacity);
  }
}

function wholeReader(bits: 16 | 32 | 64, capacity: number): ValueReader {
  let values = new Int32Array(0);
  let narrow = new Int16Array(0);
  const read: Record<typeof bits, ValueReader["read"]> = {
    16({ view }, at, _length, row) {
      narrow[row] = view.getInt16(at);
    },
    32({ view }, at, _length, row) {
      values[row] = view.getInt32(at);
    },
    64({ view }, at, _length, row) {
      values[row * 2] = view.getInt32(at + 4);
      values[row * 2 + 1] = view.getInt32(at);
    },
  };
  return {
    start() {
      if (bits === 16) narrow = new Int16Array(capacity);
      else values = new Int32Array((capacity * bits) / 32);
    },
    read: read[bits],
    take(rows) {
      if (bits === 16) return { values: trim(narrow, rows) };
      return { values: bits === 32 ? trim(values, rows) : wide(values, rows) };
    },
  };
}

function floatReader(double: boolean, capacity: number): ValueReader {
  let values: Float64Array | Float32Array = new Float64Array(0);
  return {
    start() {
      values = double ? new Float64Array(capacity) : new Float32Array(capacity);
    },
    read: double
      ? ({ view }, at, _length, row) => {
          values[row] = view.getFloat64(at);
        }
      : ({ view }, at, _length, row) => {
          values[row] = view.getFloat32(at);
        },
    take: (rows) => ({ values: trim(values, rows) }),
  };
}

function boolReader(capacity: number): ValueReader {
  let bits = new Uint8Array(0);
  return {
    start() {
      bits = new Uint8Array((capacity + 7) >> 3);
    },
    read({ bytes }, at, _length, row) {
      if (bytes[at] !== 0) bits[row >> 3]! |= 1 << (row & 7);
    },
    take: (rows) => ({ values: trim(bits, (rows + 7) >> 3) }),
  };
}

function textReader(capacity: number): ValueReader {
  let offsets = new Int32Array(0);
  let text = new Uint8Array(0);
  let used = 0;
  return {
    start() {
      offsets = new Int32Array(capacity + 1);
      text = new Uint8Array(Math.max(1024, used));
      used = 0;
    },
    read({ bytes }, at, length, row) {
      if (used + length > text.length) {
        const larger = new Uint8Array(Math.max(text.length * 2, used + length));
        larger.set(text);
        text = larger;
      }
      if (length < 32) for (let i = 0; i < length; i++) text[used + i] = bytes[at + i]!;
      else text.set(bytes.subarray(at, at + length), used);
      used += length;
      offsets[row + 1] = used;
    },
    skip(row) {
      offsets[row + 1] = used;
    },
    take: (rows) => ({ values: trim(text, used), offsets: trim(offsets, rows + 1) }),
  };
}

function dateReader(name: string, capacity: number): ValueReader {
  let days = new Int32Array(0);
  return {
    start() {
      days = new Int32Array(capacity);
    },
    read({ view }, at, _length, row) {
      const day = view.getInt32(at);
      if (day === 0x7fffffff || day === -0x80000000) throw infinite(name);
      days[row] = day + epochDays;
    },
    take: (rows) => ({ values: trim(days, rows) }),
  };
}

/** Microseconds, in two halves: BigInt would cost an object a value. */
function timestampReader(name: string, capacity: number): ValueReader {
  let halves = new Int32Array(0);
  return {
    start() {
      halves = new Int32Array(capacity * 2);
    },
    read({ view }, at, _length, row) {
      const high = view.getInt32(at);
      const low = view.getUint32(at + 4);
      const isInfinite = (high === 0x7fffffff && low === 0xffffffff) || (high === -0x80000000 && low === 0);
      if (isInfinite) throw infinite(name);
      const sum = low + epochLow;
      halves[row * 2] = sum;
      halves[row * 2 + 1] = high + epochHigh + (sum >= 2 ** 32 ? 1 : 0);
    },
    take: (rows) => ({ values: wide(halves, rows) }),
  };
}

function infinite(name: string): ClvError {
  return new ClvError(
    "ENGINE_REFUSED",
    `column "${name}" of the result holds the date infinity or -infinity, which is no day; ` +
      `take it out in the statement, e.g. case when isfinite(${name}) then ${name} end`,
  );
}

function wide(halves: Int32Array, rows: number): BigInt64Array {
  const { buffer, byteOffset } = trim(halves, rows * 2);
  return new BigInt64Array(buffer, byteOffset, rows);
}
