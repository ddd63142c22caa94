import {
  Data,
  DataType,
  DateDay,
  DateUnit,
  Decimal,
  type Field,
  Int16,
  Int32,
  Int64,
  makeVector,
  Precision,
  TimestampMicrosecond,
  TimeUnit,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { ClvError } from "../../errors.js";

/** How one Arrow column enters Spark. */
export interface SparkColumn {
  readonly name: string;
  /** As written in CREATE TABLE. */
  readonly type: string;
  /** Of what `convert` gives. */
  readonly arrow: DataType;
  /** The values in a layout that Spark reads. Sliced data is understood. */
  convert(data: Data): Data;
}

type Values = Int16Array | Int32Array | BigInt64Array | Uint32Array;

/** Spark reads no unsigned numbers, dictionaries, or times in other units than microseconds: those become what holds them. */
export function sparkColumn({ name, type }: Field): SparkColumn {
  const same = (sqlType: string): SparkColumn => ({
    name,
    type: sqlType,
    arrow: type,
    convert: (data) => data,
  });
  const as = (sqlType: string, arrow: DataType, values: (data: Data) => Values): SparkColumn => ({
    name,
    type: sqlType,
    arrow,
    convert: (data) =>
      new Data(arrow, data.offset, data.length, data.nullCount, [
        undefined,
        values(data),
        data.nullBitmap,
      ] as never),
  });
  if (DataType.isInt(type)) {
    if (type.isSigned) return same({ 8: "tinyint", 16: "smallint", 32: "int", 64: "bigint" }[type.bitWidth]);
    if (type.bitWidth === 8) return as("smallint", new Int16(), (data) => Int16Array.from(numbers(data)));
    if (type.bitWidth === 16) return as("int", new Int32(), (data) => Int32Array.from(numbers(data)));
    if (type.bitWidth === 32)
      return as("bigint", new Int64(), (data) => BigInt64Array.from(numbers(data), BigInt));
    return as("decimal(20, 0)", new Decimal(0, 20, 128), wideDecimals);
  }
  if (DataType.isFloat(type) && type.precision !== Precision.HALF)
    return same(type.precision === Precision.SINGLE ? "float" : "double");
  if (DataType.isBool(type)) return same("boolean");
  if (DataType.isDate(type)) {
    if (type.unit === DateUnit.DAY) return same("date");
    const day = (ms: bigint): number => Math.floor(Number(ms) / 86_400_000);
    return as("date", new DateDay(), (data) => Int32Array.from(wideNumbers(data), day));
  }
  if (DataType.isTimestamp(type)) {
    const arrow = new TimestampMicrosecond(type.timezone ? "UTC" : null);
    const { unit } = type;
    return as(type.timezone ? "timestamp" : "timestamp_ntz", arrow, (data) => microseconds(data, unit));
  }
  if (DataType.isDecimal(type) && type.bitWidth === 128 && type.precision <= 38)
    return same(`decimal(${type.precision}, ${type.scale})`);
  if (DataType.isUtf8(type)) return same("string");
  if (
    DataType.isLargeUtf8(type) ||
    DataType.isUtf8View(type) ||
    (DataType.isDictionary(type) && DataType.isUtf8(type.dictionary))
  )
    return {
      name,
      type: "string",
      arrow: new Utf8(),
      convert: (data) => vectorFromArray([...makeVector(data)] as (string | null)[], new Utf8()).data[0]!,
    };
  throw new ClvError(
    "ENGINE_REFUSED",
    `Arrow column "${name}" has type ${type}, which the engine cannot load; ` +
      `write it as a number, bool, date, timestamp, decimal128 or utf8 column`,
  );
}

function numbers(data: Data): Uint8Array | Uint16Array | Uint32Array {
  return (data.values as Uint8Array).subarray(0, data.length);
}

function wideNumbers(data: Data): BigInt64Array {
  return (data.values as BigInt64Array).subarray(0, data.length);
}

/** Unsigned 64-bit numbers as the low words of 128-bit ones. */
function wideDecimals(data: Data): Uint32Array {
  const source = data.values as BigUint64Array;
  const words = new Uint32Array(data.length * 4);
  for (let i = 0; i < data.length; i++) {
    words[4 * i] = Number(source[i]! & 0xffff_ffffn);
    words[4 * i + 1] = Number(source[i]! >> 32n);
  }
  return words;
}

/** Nanoseconds are cut off towards the past. */
function microseconds(data: Data, unit: TimeUnit): BigInt64Array {
  const source = wideNumbers(data);
  if (unit === TimeUnit.MICROSECOND) return source;
  if (unit === TimeUnit.NANOSECOND)
    return source.map((value) => (value - (((value % 1000n) + 1000n) % 1000n)) / 1000n);
  const factor = unit === TimeUnit.SECOND ? 1_000_000n : 1000n;
  return source.map((value) => value * factor);
}
