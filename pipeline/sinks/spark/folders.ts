import type { Engine } from "../../engines/engine.js";
import { id, sql } from "../../sql/sql.js";

/** The as-of dates of a table of slices below an address, in no order; none where there is no such table. */
export async function folderDates(server: Engine, folder: string, table: string): Promise<string[]> {
  const found = await server
    .rows(sql`select distinct cast(as_of as string) as day from parquet.${id(`${folder}/${table}`)}`)
    .catch(() => []);
  return found.map((row) => String(row.day));
}
