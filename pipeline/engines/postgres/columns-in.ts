import { type Data, type DataType, DateUnit, type Decimal, type Field, TimeUnit, Type } from "apache-arrow";
import { isSet } from "../arrow/bits.js";
import { decimalBytes, decimalForm, writeDecimal } from "./decimal.js";
import { dictionaryWriter, textWriter, viewWriter } from "./text-in.js";
import type { PlacedRows, ValueWriter } from "./values-in.js";

/** How one Arrow column is written: some rows at a time, measured first. */
export interface InColumn {
  /** Reads from this data until the next call. Sliced data is understood: its values start at the slice, its bitmap does not. */
  bind(data: Data): void;
  /** Adds to `sizes` what each of so many rows from `from` on takes: the length of the value and the value, or that it is absent. */
  measure(sizes: Int32Array, from: number): void;
  /** Writes the rows that were measured last. */
  write(rows: PlacedRows, from: number): void;
}

/** The type was checked by `storedColumn`. */
export function inColumn({ type }: Field): InColumn {
  const values = valueWriter(type);
  let bitmap: Uint8Array | null = null;
  let offset = 0;
  let absent: Uint8Array | null = null;
  const isAbsent = (row: number): boolean =>
    (bitmap !== null && !isSet(bitmap, offset + row)) || values.missing?.(row) === true;
  return {
    bind(data) {
      const bits = data.nullBitmap as Uint8Array | undefined;
      bitmap = data.nullCount > 0 && bits !== undefined && bits.length > 0 ? bits : null;
      offset = data.offset;
      values.bind(data);
    },
    measure(sizes, from) {
      const mayBeAbsent = bitmap !== null || values.missing !== undefined;
      absent = mayBeAbsent ? Uint8Array.from(sizes, (_, i) => (isAbsent(from + i) ? 1 : 0)) : null;
      const size = values.size ?? 0;
      for (let i = 0; i < sizes.length; i++) sizes[i]! += absent !== null && absent[i] === 1 ? 4 : 4 + size;
      values.measure?.(sizes, from, absent);
    },
    write(rows, from) {
      if (absent !== null)
        for (let i = 0; i < absent.length; i++)
          if (absent[i] === 1) {
            rows.view.setInt32(rows.places[i]!, -1);
            rows.places[i]! += 4;
          }
      values.write(rows, from, absent);
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
      return (type as unknown as { precision: number }).precision === 2 ? doubleWriter() : singleWriter();
    case Type.Bool:
      return boolWriter();
    case Type.Date:
      return (type as unknown as { unit: DateUnit }).unit === DateUnit.DAY
        ? integerWriter(-epochDays)
        : integerWriter(-epochDays, (data) =>
            Int32Array.from(data.values as BigInt64Array, (ms) => Math.floor(Number(ms) / 86_400_000)),
          );
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
    size: 2,
    bind(data) {
      values = data.values as Int16Array;
    },
    write({ view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const at = places[i]!;
        view.setInt32(at, 2);
        view.setInt16(at + 4, values[from + i]!);
        places[i] = at + 6;
      }
    },
  };
}

function integerWriter(shift: number, read = (data: Data) => data.values as Int32Array): ValueWriter {
  let values: Int32Array = new Int32Array(0);
  return {
    size: 4,
    bind(data) {
      values = read(data);
    },
    write({ view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const at = places[i]!;
        view.setInt32(at, 4);
        view.setInt32(at + 4, values[from + i]! + shift);
        places[i] = at + 8;
      }
    },
  };
}

function uint32Writer(): ValueWriter {
  let values: Uint32Array = new Uint32Array(0);
  return {
    size: 8,
    bind(data) {
      values = data.values as Uint32Array;
    },
    write({ view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const at = places[i]!;
        view.setInt32(at, 8);
        view.setInt32(at + 4, 0);
        view.setUint32(at + 8, values[from + i]!);
        places[i] = at + 12;
      }
    },
  };
}

/** 64 bits in two halves, since a BigInt would cost an object a value; `shift` is 0 or what a timestamp is moved by. */
function wideWriter(shift: 0 | 1, read = (data: Data) => data.values as BigInt64Array): ValueWriter {
  let halves: Int32Array = new Int32Array(0);
  return {
    size: 8,
    bind(data) {
      const { buffer, byteOffset, length } = read(data);
      halves = new Int32Array(buffer, byteOffset, length * 2);
    },
    write({ view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        let low = halves[(from + i) * 2]!;
        let high = halves[(from + i) * 2 + 1]!;
        if (shift === 1) {
          const difference = (low >>> 0) - epochLow;
          low = difference;
          high = high - epochHigh - (difference < 0 ? 1 : 0);
        }
        const at = places[i]!;
        view.setInt32(at, 8);
        view.setInt32(at + 4, high);
        view.setInt32(at + 8, low);
        places[i] = at + 12;
      }
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

/** How long a number is, is known once it is written: `measure` does so on the side. */
function decimalsOf(
  bind: (data: Data) => void,
  words: (row: number, scratch: Uint32Array) => { words: Uint32Array; from: number },
  scale: number,
): ValueWriter {
  const form = decimalForm(scale);
  const scratch = new Uint32Array(4);
  let written = new Uint8Array(0);
  let lengths = new Int32Array(0);
  return {
    size: null,
    bind,
    measure(sizes, from, absent) {
      if (lengths.length < sizes.length) {
        written = new Uint8Array(decimalBytes * sizes.length);
        lengths = new Int32Array(sizes.length);
      }
      const view = new DataView(written.buffer);
      for (let i = 0; i < sizes.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const value = words(from + i, scratch);
        lengths[i] = writeDecimal(value.words, value.from, form, view, i * decimalBytes);
        sizes[i]! += lengths[i]!;
      }
    },
    write({ bytes, view, places }, _from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const length = lengths[i]!;
        const at = places[i]! + 4;
        view.setInt32(at - 4, length);
        for (let k = 0; k < length; k++) bytes[at + k] = written[i * decimalBytes + k]!;
        places[i] = at + length;
      }
    },
  };
}

function doubleWriter(): ValueWriter {
  let values: Float64Array = new Float64Array(0);
  return {
    size: 8,
    bind(data) {
      values = data.values as Float64Array;
    },
    write({ view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const at = places[i]!;
        view.setInt32(at, 8);
        view.setFloat64(at + 4, values[from + i]!);
        places[i] = at + 12;
      }
    },
  };
}

function singleWriter(): ValueWriter {
  let values: Float32Array = new Float32Array(0);
  return {
    size: 4,
    bind(data) {
      values = data.values as Float32Array;
    },
    write({ view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const at = places[i]!;
        view.setInt32(at, 4);
        view.setFloat32(at + 4, values[from + i]!);
        places[i] = at + 8;
      }
    },
  };
}

function boolWriter(): ValueWriter {
  let bits: Uint8Array = new Uint8Array(0);
  let offset = 0;
  return {
    size: 1,
    bind(data) {
      bits = data.values as Uint8Array;
      offset = data.offset;
    },
    write({ bytes, view, places }, from, absent) {
      for (let i = 0; i < places.length; i++) {
        if (absent !== null && absent[i] === 1) continue;
        const at = places[i]!;
        view.setInt32(at, 1);
        bytes[at + 4] = isSet(bits, offset + from + i) ? 1 : 0;
        places[i] = at + 5;
      }
    },
  };
}
