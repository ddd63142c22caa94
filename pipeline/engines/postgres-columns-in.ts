import { type Data, type DataType, DateUnit, type Decimal, type Field, TimeUnit, Type } from "apache-arrow";
import { isSet } from "./arrow-bits.js";
import { decimalBytes, writeDecimal } from "./postgres-decimal.js";
import type { RowWriter, ValueWriter } from "./postgres-row-writer.js";
import { dictionaryWriter, textWriter, viewWriter } from "./postgres-text-in.js";

/** How one Arrow column is written. */
export interface InColumn {
  /** Reads from this data until the next call. Sliced data is understood: its values start at the slice, its bitmap does not. */
  bind(data: Data): void;
  /** Writes the length of the value and the value, or that it is absent. */
  write(out: RowWriter, row: number): void;
}

/** The type was checked by `storedColumn`. */
export function inColumn({ type }: Field): InColumn {
  const values = valueWriter(type);
  let bitmap: Uint8Array | null = null;
  let offset = 0;
  return {
    bind(data) {
      const bits = data.nullBitmap as Uint8Array | undefined;
      bitmap = data.nullCount > 0 && bits !== undefined && bits.length > 0 ? bits : null;
      offset = data.offset;
      values.bind(data);
    },
    write(out, row) {
      if ((bitmap !== null && !isSet(bitmap, offset + row)) || values.missing?.(row) === true) {
        out.reserve(4);
        out.view.setInt32(out.at, -1);
        out.at += 4;
        return;
      }
      values.write(out, row);
    },
  };
}

function valueWriter(type: DataType): ValueWriter {
  switch (type.typeId) {
    case Type.Int: {
      const { bitWidth, isSigned } = type as unknown as { bitWidth: number; isSigned: boolean };
      if (bitWidth === 64) return isSigned ? wideWriter(0) : unsignedWriter();
      const bits = isSigned ? bitWidth : bitWidth * 2;
      return bits <= 16 ? smallWriter() : bits === 32 ? integerWriter(0) : uint32Writer();
    }
    case Type.Float:
      return floatWriter((type as unknown as { precision: number }).precision === 2);
    case Type.Bool:
      return boolWriter();
    case Type.Date:
      return (type as unknown as { unit: DateUnit }).unit === DateUnit.DAY
        ? integerWriter(-epochDays)
        : integerFrom((data) => {
            const milliseconds = data.values as BigInt64Array;
            return (row) => Math.floor(Number(milliseconds[row]) / 86_400_000) - epochDays;
          });
    case Type.Timestamp:
      return timestampWriter((type as unknown as { unit: TimeUnit }).unit);
    case Type.Decimal:
      return decimalWriter((type as Decimal).scale);
    case Type.Utf8View:
      return viewWriter();
    case Type.Dictionary:
      return dictionaryWriter();
    default:
      return textWriter();
  }
}

/** Days from 1970-01-01 to 2000-01-01, from which the server counts. */
const epochDays = 10_957;
const epochMicroseconds = epochDays * 86_400_000_000;
const epochHigh = Math.floor(epochMicroseconds / 2 ** 32);
const epochLow = epochMicroseconds % 2 ** 32;

function smallWriter(): ValueWriter {
  let values: Int16Array = new Int16Array(0);
  return {
    bind(data) {
      values = data.values as Int16Array;
    },
    write(out, row) {
      out.reserve(6);
      out.view.setInt32(out.at, 2);
      out.view.setInt16(out.at + 4, values[row]!);
      out.at += 6;
    },
  };
}

function integerWriter(shift: number): ValueWriter {
  return integerFrom((data) => {
    const values = data.values as Int32Array;
    return (row) => values[row]! + shift;
  });
}

function integerFrom(reader: (data: Data) => (row: number) => number): ValueWriter {
  let value: (row: number) => number = () => 0;
  return {
    bind(data) {
      value = reader(data);
    },
    write(out, row) {
      out.reserve(8);
      out.view.setInt32(out.at, 4);
      out.view.setInt32(out.at + 4, value(row));
      out.at += 8;
    },
  };
}

function uint32Writer(): ValueWriter {
  let values: Uint32Array = new Uint32Array(0);
  return {
    bind(data) {
      values = data.values as Uint32Array;
    },
    write(out, row) {
      out.reserve(12);
      out.view.setInt32(out.at, 8);
      out.view.setInt32(out.at + 4, 0);
      out.view.setUint32(out.at + 8, values[row]!);
      out.at += 12;
    },
  };
}

/** 64 bits in two halves, since a BigInt would cost an object a value; `shift` is 0 or what a timestamp is moved by. */
function wideWriter(shift: 0 | 1, read = (data: Data) => data.values as BigInt64Array): ValueWriter {
  let halves: Int32Array = new Int32Array(0);
  return {
    bind(data) {
      const { buffer, byteOffset, length } = read(data);
      halves = new Int32Array(buffer, byteOffset, length * 2);
    },
    write(out, row) {
      let low = halves[row * 2]!;
      let high = halves[row * 2 + 1]!;
      if (shift === 1) {
        const difference = (low >>> 0) - epochLow;
        low = difference;
        high = high - epochHigh - (difference < 0 ? 1 : 0);
      }
      out.reserve(12);
      out.view.setInt32(out.at, 8);
      out.view.setInt32(out.at + 4, high);
      out.view.setInt32(out.at + 8, low);
      out.at += 12;
    },
  };
}

/** Instants and times of any unit as microseconds; nanoseconds are cut off towards the past. */
function timestampWriter(unit: TimeUnit): ValueWriter {
  if (unit === TimeUnit.MICROSECOND) return wideWriter(1);
  return wideWriter(1, (data) => {
    const values = data.values as BigInt64Array;
    const factor = unit === TimeUnit.SECOND ? 1_000_000n : 1000n;
    if (unit !== TimeUnit.NANOSECOND) return values.map((value) => value * factor);
    return values.map((value) => (value - (((value % 1000n) + 1000n) % 1000n)) / 1000n);
  });
}

function unsignedWriter(): ValueWriter {
  let values: BigUint64Array = new BigUint64Array(0);
  return decimalsOf(
    (data) => {
      values = data.values as BigUint64Array;
    },
    (row, words) => {
      words[0] = Number(values[row]! & 0xffffffffn);
      words[1] = Number(values[row]! >> 32n);
      return { words, from: 0 };
    },
    0,
  );
}

function decimalWriter(scale: number): ValueWriter {
  let values: Uint32Array = new Uint32Array(0);
  return decimalsOf(
    (data) => {
      values = data.values as Uint32Array;
    },
    (row) => ({ words: values, from: row * 4 }),
    scale,
  );
}

function decimalsOf(
  bind: (data: Data) => void,
  words: (row: number, scratch: Uint32Array) => { words: Uint32Array; from: number },
  scale: number,
): ValueWriter {
  const scratch = new Uint32Array(4);
  return {
    bind,
    write(out, row) {
      out.reserve(4 + decimalBytes);
      const value = words(row, scratch);
      const length = writeDecimal(value.words, value.from, scale, out.view, out.at + 4);
      out.view.setInt32(out.at, length);
      out.at += 4 + length;
    },
  };
}

function floatWriter(double: boolean): ValueWriter {
  let values: Float64Array | Float32Array = new Float64Array(0);
  return {
    bind(data) {
      values = data.values as Float64Array | Float32Array;
    },
    write: double
      ? (out, row) => {
          out.reserve(12);
          out.view.setInt32(out.at, 8);
          out.view.setFloat64(out.at + 4, values[row]!);
          out.at += 12;
        }
      : (out, row) => {
          out.reserve(8);
          out.view.setInt32(out.at, 4);
          out.view.setFloat32(out.at + 4, values[row]!);
          out.at += 8;
        },
  };
}

function boolWriter(): ValueWriter {
  let bits: Uint8Array = new Uint8Array(0);
  let offset = 0;
  return {
    bind(data) {
      bits = data.values as Uint8Array;
      offset = data.offset;
    },
    write(out, row) {
      out.reserve(5);
      out.view.setInt32(out.at, 1);
      out.bytes[out.at + 4] = isSet(bits, offset + row) ? 1 : 0;
      out.at += 5;
    },
  };
}
