import { DuckDBTypeId, type DuckDBValueConverter, JsonDuckDBValueConverter } from "@duckdb/node-api";
import type { Sql } from "../../sql/sql.js";
import type { Cell, Row } from "../engine.js";
import type { Session } from "./session.js";

/** The rows of a small result on a session that the caller has taken. */
export async function rowsOn(session: Session, select: Sql, signal?: AbortSignal): Promise<Row[]> {
  return session.step(async () => {
    const result = await session.connection.run(select.text);
    return (await result.convertRowObjects(toCell)) as Row[];
  }, signal);
}

const wide = new Set([
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
]);

/** DuckDB's JSON form (DECIMAL, DATE, TIMESTAMP and NaN as text), but wide whole numbers as number while exact. */
const toCell: DuckDBValueConverter<Cell> = (value, type, converter) => {
  if (value !== null && wide.has(type.typeId)) {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }
  return JsonDuckDBValueConverter(value, type, converter as never) as Cell;
};
