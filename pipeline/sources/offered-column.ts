import type { SourceType } from "../sql/dialect.js";
import { id, type Sql, sql } from "../sql/sql.js";

import { plainColumns } from "./struct-columns.js";

/** A column that a source offers: its name there, the expression that reads it, its type. */
export interface OfferedColumn {
  readonly name: string;
  readonly value: Sql;
  readonly type: SourceType;
  readonly text?: Sql | undefined;
  /** The type as the source declares it; undefined in text files. */
  readonly declared?: string;
}

interface DeclaredColumn {
  readonly name: string;
  /** As the engine calls it. */
  readonly type: string;
  /** Undefined for the column of that name. */
  readonly value?: Sql;
}

/** A column of a typed source as ingest reads it. */
export function offeredColumn(column: DeclaredColumn): OfferedColumn {
  const type = sourceType(column.type);
  const isRead = type !== "text" || isText(column.type);
  const own = column.value ?? id(column.name);
  const value = isRead ? own : sql`cast(${own} as varchar)`;
  return {
    name: column.name,
    value,
    type,
    text: isFloat(column.type) ? wholeText(value) : undefined,
    declared: column.type,
  };
}

/** The columns of a typed source, and the fields of its structures; a column whose name has a dot goes before those. */
export function offeredColumns(columns: readonly DeclaredColumn[]): OfferedColumn[] {
  const names = new Set(columns.map(({ name }) => name));
  return columns.flatMap(({ name, type }) =>
    plainColumns(name, type, id(name))
      .filter((plain) => plain.name === name || !names.has(plain.name))
      .map(offeredColumn),
  );
}

/** Ids that went through a data frame with gaps are DOUBLE: 12345.0 there, 12345 in every other file. */
function wholeText(value: Sql): Sql {
  return sql`case when ${value} = floor(${value}) and abs(${value}) < 1e15 then cast(cast(${value} as bigint) as varchar) else cast(${value} as varchar) end`;
}

/** What the types of DuckDB, PostgreSQL and Spark hold. */
export function sourceType(type: string): SourceType {
  const name = type.toLowerCase();
  if (name === "date") return "date";
  if (name === "timestamp with time zone") return "timestamptz";
  if (name.startsWith("timestamp")) return "timestamp";
  if (/^(u?(tiny|small|big|huge)?int|u?integer|float|real|double|decimal|numeric)/.test(name))
    return "number";
  return "text";
}

function isText(type: string): boolean {
  return /^(varchar|text|string|character varying|boolean$)/i.test(type);
}

function isFloat(type: string): boolean {
  return /^(double|float|real)/i.test(type);
}

/** Why a declared type cannot hold an amount or a date; null when it may. */
export function unfit(role: "amount" | "date", declared: string): string | null {
  const type = sourceType(declared);
  if (type === "number" || (type === "text" && isText(declared) && !/^boolean/i.test(declared))) return null;
  if (role === "date" && type !== "text") return null;
  return role === "amount" ? "a number or text" : "a date, a time, a number or text";
}
