import { DuckDBDecimalType, DuckDBEnumType, type DuckDBType, DuckDBTypeId } from "@duckdb/node-api";
import duckdb, { type Vector } from "@duckdb/node-bindings";
import {
  type Vector as ArrowVector,
  Bool,
  Data,
  type DataType,
  DateDay,
  Decimal,
  Dictionary,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { ClvError } from "../../errors.js";
import { copyBits, countBits, setBits } from "./bits.js";
import { stringValues } from "./strings.js";
import {
  booleanValues,
  type FixedArrayConstructor,
  fixedValues,
  narrowDecimalValues,
  trim,
  type Values,
} from "./values.js";

/** One column of the record batch under construction. */
export interface ArrowColumn {
  readonly type: DataType;
  readonly textBytes: number;
  /** Adds the first `rows` rows of a DuckDB vector. */
  append(vector: Vector, rows: number): void;
  /** The rows added so far as Arrow data; the column is empty afterwards. */
  finish(): Data;
}

interface Layout {
  readonly type: DataType;
  readonly values: Values;
  readonly dictionary?: ArrowVector;
}

/** @param index position in the result: it numbers the dictionaries, which must differ within a file */
export function arrowColumn(name: string, source: DuckDBType, index: number, capacity: number): ArrowColumn {
  const { type, values, dictionary } = layout(name, source, index, capacity);
  let rows = 0;
  let nulls = 0;
  let validity: Uint8Array | null = null;
  return {
    type,
    get textBytes() {
      return values.textBytes;
    },
    append(vector, count) {
      const mask = duckdb.vector_get_validity(vector, ((count + 63) >> 6) * 8) as Uint8Array | null;
      const absent = mask ? count - countBits(mask, count) : 0;
      if (absent > 0 && validity === null) {
        validity = new Uint8Array((capacity + 7) >> 3);
        setBits(validity, 0, rows);
      }
      if (validity !== null) {
        if (absent > 0) copyBits(validity, rows, mask!, 0, count);
        else setBits(validity, rows, count);
      }
      values.append(vector, absent > 0 ? mask : null, rows, count);
      rows += count;
      nulls += absent;
    },
    finish() {
      const buffers = values.take(rows);
      const bits = validity === null ? undefined : trim(validity, (rows + 7) >> 3);
      const data = new Data(
        type,
        0,
        rows,
        nulls,
        [buffers.offsets, buffers.values, bits] as never,
        [],
        dictionary,
      );
      rows = 0;
      nulls = 0;
      validity = null;
      return data;
    },
  };
}

const fixed: Partial<Record<DuckDBTypeId, readonly [FixedArrayConstructor, () => DataType]>> = {
  [DuckDBTypeId.TINYINT]: [Int8Array, () => new Int8()],
  [DuckDBTypeId.SMALLINT]: [Int16Array, () => new Int16()],
  [DuckDBTypeId.INTEGER]: [Int32Array, () => new Int32()],
  [DuckDBTypeId.BIGINT]: [BigInt64Array, () => new Int64()],
  [DuckDBTypeId.UTINYINT]: [Uint8Array, () => new Uint8()],
  [DuckDBTypeId.USMALLINT]: [Uint16Array, () => new Uint16()],
  [DuckDBTypeId.UINTEGER]: [Uint32Array, () => new Uint32()],
  [DuckDBTypeId.UBIGINT]: [BigUint64Array, () => new Uint64()],
  [DuckDBTypeId.FLOAT]: [Float32Array, () => new Float32()],
  [DuckDBTypeId.DOUBLE]: [Float64Array, () => new Float64()],
  [DuckDBTypeId.DATE]: [Int32Array, () => new DateDay()],
  [DuckDBTypeId.TIMESTAMP]: [BigInt64Array, () => new TimestampMicrosecond()],
  [DuckDBTypeId.TIMESTAMP_S]: [BigInt64Array, () => new TimestampSecond()],
  [DuckDBTypeId.TIMESTAMP_MS]: [BigInt64Array, () => new TimestampMillisecond()],
  [DuckDBTypeId.TIMESTAMP_NS]: [BigInt64Array, () => new TimestampNanosecond()],
  [DuckDBTypeId.TIMESTAMP_TZ]: [BigInt64Array, () => new TimestampMicrosecond("UTC")],
};

function layout(name: string, source: DuckDBType, index: number, capacity: number): Layout {
  const known = fixed[source.typeId];
  if (known) return { type: known[1](), values: fixedValues(known[0], capacity) };
  if (source.typeId === DuckDBTypeId.BOOLEAN) return { type: new Bool(), values: booleanValues(capacity) };
  if (source.typeId === DuckDBTypeId.VARCHAR) return { type: new Utf8(), values: stringValues(capacity) };
  // sums of BIGINT are HUGEINT; Arrow has no 128-bit integer
  if (source.typeId === DuckDBTypeId.HUGEINT) {
    return { type: new Decimal(0, 38, 128), values: fixedValues(Uint32Array, capacity, 4) };
  }
  if (source instanceof DuckDBDecimalType) {
    const { width, scale } = source;
    const bytes = width <= 4 ? 2 : width <= 9 ? 4 : width <= 18 ? 8 : 16;
    const values =
      bytes === 16 ? fixedValues(Uint32Array, capacity, 4) : narrowDecimalValues(bytes, capacity);
    return { type: new Decimal(scale, width, 128), values };
  }
  if (source instanceof DuckDBEnumType) {
    const [ArrayType, indices] =
      source.internalTypeId === DuckDBTypeId.UTINYINT
        ? ([Uint8Array, new Uint8()] as const)
        : source.internalTypeId === DuckDBTypeId.USMALLINT
          ? ([Uint16Array, new Uint16()] as const)
          : ([Uint32Array, new Uint32()] as const);
    return {
      type: new Dictionary(new Utf8(), indices, index, false),
      values: fixedValues(ArrayType, capacity),
      dictionary: vectorFromArray([...source.values], new Utf8()),
    };
  }
  throw new ClvError(
    "ENGINE_REFUSED",
    `column "${name}" of the result has type ${source}, which has no counterpart between the engine and Node; ` +
      `cast it in the statement, e.g. to VARCHAR or DOUBLE`,
  );
}
