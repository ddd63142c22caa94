import { DataType, type Schema } from "apache-arrow";
import { commentOf } from "../../data/schemas/field.js";

/** What a column is, whatever a service calls it. A decimal has 38 digits, 4 of them after the point. */
export type ColumnKind = "text" | "date" | "integer" | "bigint" | "double" | "decimal";

export interface LoadColumn {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly comment: string;
  /** Customer and as-of date: never null, and a row for each pair. */
  readonly isKey: boolean;
}

/** The columns of scores in their order. */
export function loadColumns(scores: Schema): LoadColumn[] {
  return scores.fields.map((field) => ({
    name: field.name,
    kind: kindOf(field.type),
    comment: commentOf(field),
    isKey: field.name === "customer_id" || field.name === "as_of",
  }));
}

function kindOf(type: DataType): ColumnKind {
  if (DataType.isUtf8(type)) return "text";
  if (DataType.isDate(type)) return "date";
  if (DataType.isInt(type)) return type.bitWidth === 64 ? "bigint" : "integer";
  if (DataType.isFloat(type)) return "double";
  if (DataType.isDecimal(type) && type.precision === 38 && type.scale === 4) return "decimal";
  throw new RangeError(`no column of scores has the type ${type}`);
}
