import {
  Bool,
  type DataType,
  DateDay,
  Decimal,
  type Field,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Precision,
  type Schema,
  TimestampMicrosecond,
  Type,
  Utf8,
} from "apache-arrow";
import { ClvError } from "../../errors.js";
import { id, list, raw, type Sql, sql } from "../../sql/sql.js";
import { statementTail } from "../statement-errors.js";

/** Numbers of the server's own types; they are the same in every database. */
export const oid = {
  bool: 16,
  name: 19,
  int8: 20,
  int2: 21,
  int4: 23,
  text: 25,
  oid: 26,
  json: 114,
  float4: 700,
  float8: 701,
  bpchar: 1042,
  varchar: 1043,
  date: 1082,
  timestamp: 1114,
  timestamptz: 1184,
  numeric: 1700,
  jsonb: 3802,
} as const;

/** A column of a result, as the server describes it. */
export interface ServerColumn {
  readonly name: string;
  readonly dataTypeID: number;
  readonly dataTypeModifier: number;
}

/** How a column of a result comes here: its Arrow type, and what the server must cast it to before. */
export interface FetchedColumn {
  readonly name: string;
  readonly type: DataType;
  readonly cast: "int8" | "text" | null;
}

/** Types without a counterpart in Arrow (json, uuid, enum, ...) come as text. @param statement for errors */
export function fetchedColumn(
  { name, dataTypeID, dataTypeModifier }: ServerColumn,
  statement: string,
): FetchedColumn {
  const as = (type: DataType, cast: FetchedColumn["cast"] = null): FetchedColumn => ({ name, type, cast });
  switch (dataTypeID) {
    case oid.bool:
      return as(new Bool());
    case oid.int2:
      return as(new Int16());
    case oid.int4:
      return as(new Int32());
    case oid.int8:
      return as(new Int64());
    case oid.oid:
      return as(new Int64(), "int8");
    case oid.float4:
      return as(new Float32());
    case oid.float8:
      return as(new Float64());
    case oid.text:
    case oid.varchar:
    case oid.bpchar:
    case oid.name:
      return as(new Utf8());
    case oid.date:
      return as(new DateDay());
    case oid.timestamp:
      return as(new TimestampMicrosecond());
    case oid.timestamptz:
      return as(new TimestampMicrosecond("UTC"));
    case oid.numeric:
      return as(decimal(name, dataTypeModifier, statement));
    default:
      return as(new Utf8(), "text");
  }
}

function decimal(name: string, modifier: number, statement: string): Decimal {
  const precision = (modifier - 4) >> 16;
  // 11 bits with a sign, from PostgreSQL 15 on
  const scale = (((modifier - 4) & 0x7ff) ^ 1024) - 1024;
  if (modifier >= 4 && precision <= 38 && scale >= 0 && scale <= precision)
    return new Decimal(scale, precision, 128);
  const type = modifier < 4 ? "numeric without precision" : `numeric(${precision},${scale})`;
  throw new ClvError(
    "ENGINE_REFUSED",
    `column "${name}" of the result is ${type}, which does not say how many digits to keep; ` +
      `cast it in the statement, e.g. to numeric(18,4), bigint or double precision${statementTail(statement)}`,
  );
}

/** The type of a table column for an Arrow column. */
export interface StoredColumn {
  readonly name: string;
  readonly oid: number;
  /** As CREATE TABLE takes it. */
  readonly type: string;
}

/** @throws ClvError ENGINE_REFUSED for nested, binary and other types that are no plain value */
export function storedColumn({ name, type }: Field): StoredColumn {
  const as = (key: keyof typeof oid, text: string): StoredColumn => ({ name, oid: oid[key], type: text });
  switch (type.typeId) {
    case Type.Int: {
      const { bitWidth, isSigned } = type as Int64;
      const bits = isSigned ? bitWidth : bitWidth * 2;
      if (bits <= 16) return as("int2", "smallint");
      if (bits === 32) return as("int4", "integer");
      return bits === 64 ? as("int8", "bigint") : as("numeric", "numeric(20,0)");
    }
    case Type.Float: {
      const { precision } = type as Float64;
      if (precision === Precision.SINGLE) return as("float4", "real");
      if (precision === Precision.DOUBLE) return as("float8", "double precision");
      break;
    }
    case Type.Bool:
      return as("bool", "boolean");
    case Type.Date:
      return as("date", "date");
    case Type.Timestamp:
      return (type as TimestampMicrosecond).timezone
        ? as("timestamptz", "timestamp with time zone")
        : as("timestamp", "timestamp");
    case Type.Decimal: {
      const { precision, scale, bitWidth } = type as Decimal;
      if (bitWidth === 128) return as("numeric", `numeric(${precision},${scale})`);
      break;
    }
    case Type.Utf8:
    case Type.LargeUtf8:
    case Type.Utf8View:
      return as("text", 'text collate "C"');
    case Type.Dictionary: {
      const { dictionary } = type as unknown as { dictionary: DataType };
      if (dictionary.typeId === Type.Utf8) return as("text", 'text collate "C"');
    }
  }
  throw new ClvError(
    "ENGINE_REFUSED",
    `Arrow column "${name}" has type ${type}, which the engine cannot load; ` +
      `write it as a number, bool, date, timestamp, decimal128 or utf8 column`,
  );
}

/** The columns of CREATE TABLE for an Arrow schema; text sorts by its bytes, as everywhere in a run. */
export function columnDefinitions(schema: Schema): Sql {
  return list(schema.fields.map(storedColumn).map(({ name, type }) => sql`${id(name)} ${raw(type)}`));
}
