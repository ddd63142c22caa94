import { raw, sql } from "../../sql/sql.js";
import type { Engine } from "../engine.js";
import type { DuckDbOptions } from "./duckdb.js";

/**
 * Set by statements and not on opening, because these name what is wrong with a value. A run rewrites files under one
 * name, so nothing read from a file is kept for the next statement; measured, that costs nothing.
 */
export async function applySettings(
  { execute, rows }: Pick<Engine, "execute" | "rows">,
  options: Pick<DuckDbOptions, "memoryLimit" | "threads" | "maxSpill">,
  spill: string,
): Promise<void> {
  const threads = options.threads === 0 ? sql`` : sql`set global threads = ${options.threads};`;
  const maxSpill =
    options.maxSpill === undefined ? sql`` : sql`set global max_temp_directory_size = ${options.maxSpill};`;
  await execute(sql`set global memory_limit = ${options.memoryLimit};
    set global temp_directory = ${spill};
    ${threads} ${maxSpill}
    set global disabled_optimizers = ${"common_subexpressions,in_clause"};
    set global preserve_insertion_order = ${true};
    set global enable_external_file_cache = ${false};
    set global TimeZone = ${"UTC"}`);
  const [now] = await rows(raw("select current_setting('threads') as threads"));
  if (Number(now?.threads) === 1) await execute(oneThread);
}

/**
 * With one thread DuckDB plans otherwise, and the rows of several tables come in another order. So it plans for two, both of which it
 * takes for threads of this program: it starts none, and the one that asks does all the work.
 */
const oneThread = raw("set global threads = 2; set global external_threads = 2");
