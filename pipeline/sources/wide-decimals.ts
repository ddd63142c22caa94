import type { Config } from "../config/config.js";
import type { Engine } from "../engines/engine.js";
import { ClvError } from "../errors.js";
import { sql } from "../sql/sql.js";
import { literalPath } from "./literal-path.js";
import { lookUp } from "./map-columns.js";

export const wideDecimalAdvice =
  "decimals beyond 38 digits cannot be read from Parquet. Write it as decimal(38, s) or double.";

/** Columns of a Parquet file that are decimals of more than 38 digits, with their type: DuckDB gives other numbers for them. */
export async function wideDecimals(path: string, engine: Engine): Promise<ReadonlyMap<string, string>> {
  const rows = await engine.rows(
    sql`select name, precision, scale from parquet_schema(${literalPath(path)}) where precision > 38`,
  );
  return new Map(rows.map((row) => [String(row.name), `decimal(${row.precision}, ${row.scale})`]));
}

/** @throws ClvError SOURCE_TYPE when a mapped column is one of them */
export async function refuseWideDecimals(
  path: string,
  { attributes, ...single }: Config["columns"],
  engine: Engine,
): Promise<void> {
  const wide = [...(await wideDecimals(path, engine))].map(([name, type]) => ({ name, type }));
  if (wide.length === 0) return;
  const columns = await engine.describe(sql`select * from read_parquet(${literalPath(path)})`);
  const mapped = [...Object.entries(single), ...Object.entries(attributes)].flatMap(([key, wanted]) => {
    const name = wanted === undefined ? undefined : lookUp(wanted, columns)?.name;
    const found = wide.find((each) => each.name === name);
    return found === undefined ? [] : [`columns.${key} = "${found.name}" is of type ${found.type}`];
  });
  if (mapped.length > 0)
    throw new ClvError("SOURCE_TYPE", `${path}: ${mapped.join("; ")}: ${wideDecimalAdvice}`);
}
