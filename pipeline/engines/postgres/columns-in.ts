import {
  type Data,
  type DataType,
  type DateUnit,
  type Decimal,
  type Field,
  type TimeUnit,
  Type,
} from "apache-arrow";
import { isSet } from "../arrow/bits.js";
import { boolWriter } from "./booleans-in.js";
import { decimalWriter, unsignedWriter } from "./decimals-in.js";
import { doubleWriter, singleWriter } from "./floats-in.js";
import { integerWriter, smallWriter, uint32Writer, wideWriter } from "./integers-in.js";
import { dictionaryWriter, textWriter, viewWriter } from "./text-in.js";
import { dateWriter, timestampWriter } from "./times-in.js";
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
      return dateWriter((type as unknown as { unit: DateUnit }).unit);
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
