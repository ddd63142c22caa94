import type { Engine } from "../engines/engine.js";
import { tablesFolder } from "../runs/layout.js";
import { id, list, sql } from "../sql/sql.js";
import type { StageContext } from "../stage.js";
import type { StagedSource } from "./stage-source.js";

/**
 * Files and other servers' tables for an engine that cannot read them: the embedded engine parses them, in its own
 * folder, and what it made of them is loaded into the engine of the run, batch by batch.
 */
export async function readOutside<Read extends { readonly staged: readonly StagedSource[] }>(
  work: string,
  context: StageContext,
  parse: (local: StageContext) => Promise<Read>,
): Promise<Read> {
  const { engine, signal } = context;
  const local = await context.openLocal(tablesFolder(work));
  try {
    const read = await parse({ ...context, engine: local, runDir: work });
    for (const { tableName } of read.staged)
      await engine.load(
        { name: tableName },
        local.query(await wholeNumbers(tableName, local), signal),
        signal,
      );
    const loaded = { name: "rejected_loaded" };
    await engine.load(loaded, local.query(sql`select * from ${id("rejected_rows")}`, signal), signal);
    await engine.materialize(
      { name: "rejected_rows" },
      sql`select file, line, reason, raw_text from ${id(loaded.name)} order by file, line, reason`,
      signal,
    );
    await engine.drop(loaded);
    return read;
  } finally {
    await local.close();
  }
}

/** Hashes have 64 bits without a sign here, with one elsewhere; only whether they are equal matters. */
async function wholeNumbers(table: string, local: Engine) {
  const columns = await local.describe(sql`select * from ${id(table)}`);
  const read = columns.map(({ name, type }) =>
    type === "UBIGINT" ? sql`cast(${id(name)} >> 1 as bigint) as ${id(name)}` : id(name),
  );
  return sql`select ${list(read)} from ${id(table)}`;
}
