import { DataType, type RecordBatch, type Vector } from "apache-arrow";
import type { Cell, Row } from "../engine.js";

/** The rows of small batches as plain objects: whole numbers as number while exact, DECIMAL, dates and times as text. */
export function rowsOfBatch(batch: RecordBatch): Row[] {
  const columns = batch.schema.fields.map(({ name }, i) => ({ name, cells: batch.getChildAt(i)! }));
  return Array.from({ length: batch.numRows }, (_, row) =>
    Object.fromEntries(columns.map(({ name, cells }) => [name, cellAt(cells, row)])),
  );
}

function cellAt(vector: Vector, row: number): Cell {
  const value: unknown = vector.get(row);
  const type: DataType = vector.type;
  if (value === null || value === undefined) return null;
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (DataType.isDecimal(type)) return decimalText(value as Uint32Array, type.scale);
  if (DataType.isDate(type)) return new Date(value as number).toISOString().slice(0, 10);
  if (DataType.isTimestamp(type)) return timeText(microsecondsAt(vector, row), type.timezone != null);
  if (DataType.isList(type)) {
    const items = value as Vector;
    return Array.from({ length: items.length }, (_, i) => cellAt(items, i));
  }
  if (DataType.isStruct(type)) {
    const fields = type.children.map(({ name }, i): [string, Cell] => [
      name,
      cellAt(vector.getChildAt(i)!, row),
    ]);
    return Object.fromEntries(fields);
  }
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  return typeof value === "boolean" ? value : String(value);
}

/** Four 32-bit words, the lowest first, in two's complement. */
function decimalText(words: Uint32Array, scale: number): string {
  let value = 0n;
  for (let i = 3; i >= 0; i--) value = (value << 32n) | BigInt(words[i]!);
  value = BigInt.asIntN(128, value);
  const digits = String(value < 0n ? -value : value).padStart(scale + 1, "0");
  const sign = value < 0n ? "-" : "";
  if (scale === 0) return sign + digits;
  return `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** 2024-02-29 10:15:00[.123456], with +00 behind it for an instant. */
function timeText(microseconds: bigint, instant: boolean): string {
  const rest = ((microseconds % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = Number((microseconds - rest) / 1_000_000n);
  const text = new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
  const fraction = rest === 0n ? "" : `.${String(rest).padStart(6, "0").replace(/0+$/, "")}`;
  return `${text}${fraction}${instant ? "+00" : ""}`;
}

/** As stored by Spark; `get` gives milliseconds, which cannot hold the microseconds of every time. */
function microsecondsAt(vector: Vector, row: number): bigint {
  let at = row;
  for (const data of vector.data) {
    if (at < data.length) return (data.values as BigInt64Array)[at]!;
    at -= data.length;
  }
  throw new RangeError(`row ${row} of ${vector.length}`);
}
