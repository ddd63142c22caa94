import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "../config/config.js";
import type { Engine } from "../engines/engine.js";
import { openLocal } from "../engines/open-engine.js";
import { privateFile } from "../files/folders.js";
import { replaceFile } from "../files/replace-file.js";
import { withEscapedFormulas } from "../sinks/files/files.js";
import { type Sql, sql } from "../sql/sql.js";
import type { Io } from "../terminal/io.js";

/** Writes rows as a CSV file for its owner alone, the old file or the new one. Rows of a server pass through the embedded engine. */
export async function writeMartCsv(
  path: string,
  select: Sql,
  { engine, config, io }: { readonly engine: Engine; readonly config: Config; readonly io: Io },
): Promise<void> {
  const temporary = `${path}.tmp-${io.pid}`;
  try {
    // made before it is written to, so that nobody else can open it meanwhile
    await (await open(temporary, "w", privateFile)).close();
    if (engine.readsFiles) await copy(engine, select, temporary, io.signal);
    else
      await inEmbedded(config, async (local) => {
        const rows = { name: "rows_of_mart" };
        await local.load(rows, engine.query(select, io.signal), io.signal);
        await copy(local, sql`select * from ${local.dialect.table(rows.name)}`, temporary, io.signal);
      });
    await replaceFile(temporary, path);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function copy(engine: Engine, select: Sql, path: string, signal: AbortSignal): Promise<void> {
  const rows = await withEscapedFormulas(select, engine);
  await engine.execute(sql`copy (${rows}) to ${path} (format csv, header true, use_tmp_file false)`, signal);
}

async function inEmbedded(config: Config, write: (engine: Engine) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "clv-csv-"));
  try {
    const engine = await openLocal(config, folder, folder);
    await write(engine).finally(() => engine.close());
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
