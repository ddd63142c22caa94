import {
  BIGINT,
  BOOLEAN,
  DATE,
  DECIMAL,
  DOUBLE,
  type DuckDBType,
  FLOAT,
  INTEGER,
  SMALLINT,
  TIMESTAMP,
  TIMESTAMP_MS,
  TIMESTAMP_NS,
  TIMESTAMP_S,
  TIMESTAMPTZ,
  TINYINT,
  UBIGINT,
  UINTEGER,
  USMALLINT,
  UTINYINT,
  VARCHAR,
} from "@duckdb/node-api";
import type { Vector } from "@duckdb/node-bindings";
import { type Data, DataType, DateUnit, type Field, Precision, TimeUnit } from "apache-arrow";
import { ClvError } from "../../errors.js";
import { isSet } from "../arrow/bits.js";
import { validity, writeDictionary, writeUtf8, writeUtf8View } from "./strings.js";
import { copyToVector, copyValidity, vectorRows } from "./vectors.js";

/** How one Arrow column enters DuckDB. */
export interface DuckDbColumn {
  readonly name: string;
  readonly type: DuckDBType;
  /** Fills a vector with `rows` (at most 2,048) rows from row `from`. */
  write(vector: Vector, data: Data, from: number, rows: number): void;
}

/** Sliced data is understood: its values start at the slice, its bitmaps are addressed through `data.offset`. */
export function duckDbColumn(field: Field): DuckDbColumn {
  const { name, type } = field;
  if (DataType.isInt(type)) {
    const types = type.isSigned
      ? { 8: TINYINT, 16: SMALLINT, 32: INTEGER, 64: BIGINT }
      : { 8: UTINYINT, 16: USMALLINT, 32: UINTEGER, 64: UBIGINT };
    return { name, type: types[type.bitWidth], write: writeFixed(type.bitWidth / 8) };
  }
  if (DataType.isFloat(type) && type.precision !== Precision.HALF) {
    return type.precision === Precision.SINGLE
      ? { name, type: FLOAT, write: writeFixed(4) }
      : { name, type: DOUBLE, write: writeFixed(8) };
  }
  if (DataType.isBool(type)) return { name, type: BOOLEAN, write: writeBool() };
  if (DataType.isDate(type)) {
    const write = type.unit === DateUnit.DAY ? writeFixed(4) : writeDateMilliseconds();
    return { name, type: DATE, write };
  }
  if (DataType.isTimestamp(type)) {
    if (type.timezone) return { name, type: TIMESTAMPTZ, write: writeInstant(type.unit) };
    const types = {
      [TimeUnit.SECOND]: TIMESTAMP_S,
      [TimeUnit.MILLISECOND]: TIMESTAMP_MS,
      [TimeUnit.MICROSECOND]: TIMESTAMP,
      [TimeUnit.NANOSECOND]: TIMESTAMP_NS,
    };
    return { name, type: types[type.unit], write: writeFixed(8) };
  }
  if (DataType.isDecimal(type) && type.bitWidth === 128 && type.precision <= 38) {
    return { name, type: DECIMAL(type.precision, type.scale), write: writeDecimal(type.precision) };
  }
  if (DataType.isUtf8(type) || DataType.isLargeUtf8(type)) return { name, type: VARCHAR, write: writeUtf8() };
  if (DataType.isUtf8View(type)) return { name, type: VARCHAR, write: writeUtf8View() };
  if (DataType.isDictionary(type) && DataType.isUtf8(type.dictionary)) {
    return { name, type: VARCHAR, write: writeDictionary() };
  }
  throw new ClvError(
    "ENGINE_REFUSED",
    `Arrow column "${name}" has type ${type}, which the engine cannot load; ` +
      `write it as a number, bool, date, timestamp, decimal128 or utf8 column`,
  );
}

type Write = DuckDbColumn["write"];

function writeFixed(width: number): Write {
  return (vector, data, from, rows) => {
    copyToVector(vector, data.values as ArrayBufferView, from * width, rows * width);
    writeValidity(vector, data, from, rows);
  };
}

function writeBool(): Write {
  const bytes = new Uint8Array(vectorRows);
  return (vector, data, from, rows) => {
    const bits = data.values as Uint8Array;
    for (let i = 0; i < rows; i++) bytes[i] = isSet(bits, data.offset + from + i) ? 1 : 0;
    copyToVector(vector, bytes, 0, rows);
    writeValidity(vector, data, from, rows);
  };
}

/** Keeps the low 2, 4 or 8 of 16 bytes: DuckDB stores a DECIMAL by its number of digits. */
function writeDecimal(precision: number): Write {
  if (precision > 18) return writeFixed(16);
  const [narrow, step] =
    precision <= 4
      ? ([new Int16Array(vectorRows), 8] as const)
      : ([new Int32Array(vectorRows * 2), 4] as const);
  return (vector, data, from, rows) => {
    const raw = data.values as Uint32Array;
    const source =
      narrow instanceof Int16Array ? new Int16Array(raw.buffer, raw.byteOffset, raw.length * 2) : raw;
    if (precision <= 9) {
      for (let i = 0, at = from * step; i < rows; i++, at += step) narrow[i] = source[at]!;
      copyToVector(vector, narrow, 0, rows * narrow.BYTES_PER_ELEMENT);
    } else {
      for (let i = 0, at = from * step; i < rows; i++, at += step) {
        narrow[2 * i] = source[at]!;
        narrow[2 * i + 1] = source[at + 1]!;
      }
      copyToVector(vector, narrow, 0, rows * 8);
    }
    writeValidity(vector, data, from, rows);
  };
}

function writeDateMilliseconds(): Write {
  const days = new Int32Array(vectorRows);
  return (vector, data, from, rows) => {
    const milliseconds = data.values as BigInt64Array;
    for (let i = 0; i < rows; i++) days[i] = Math.floor(Number(milliseconds[from + i]) / 86_400_000);
    copyToVector(vector, days, 0, rows * 4);
    writeValidity(vector, data, from, rows);
  };
}

/** Instants of any unit as DuckDB's microseconds since 1970-01-01 UTC; nanoseconds are cut off towards the past. */
function writeInstant(unit: TimeUnit): Write {
  if (unit === TimeUnit.MICROSECOND) return writeFixed(8);
  const microseconds = new BigInt64Array(vectorRows);
  const factor = unit === TimeUnit.SECOND ? 1_000_000n : 1000n;
  return (vector, data, from, rows) => {
    const values = data.values as BigInt64Array;
    for (let i = 0; i < rows; i++) {
      const value = values[from + i]!;
      if (unit === TimeUnit.NANOSECOND)
        microseconds[i] = (value - (((value % 1000n) + 1000n) % 1000n)) / 1000n;
      else microseconds[i] = value * factor;
    }
    copyToVector(vector, microseconds, 0, rows * 8);
    writeValidity(vector, data, from, rows);
  };
}

function writeValidity(vector: Vector, data: Data, from: number, rows: number): void {
  const bitmap = validity(data);
  if (bitmap !== null) copyValidity(vector, bitmap, data.offset + from, rows);
}
