import { replaceInPlace } from "../files/replace-file.js";
import { literalPath } from "../sources/literal-path.js";
import { sql } from "../sql/sql.js";
import type { Eraser, FileKind } from "./erased-file.js";
import { allFound, countFound, findRows, keptRows, type SearchedTable } from "./table-rows.js";

/** Parquet, read column by column: its pages are compressed, so that its bytes say nothing. */
export const parquetFile: FileKind = {
  async erase(path, eraser) {
    const table = await tableOf(path, eraser);
    const found = await findRows(table, eraser);
    const changes = countFound(found);
    if (changes === 0) return 0;
    const temporary = `${path}.tmp`;
    await eraser.engine.execute(
      sql`copy (${keptRows(table, found, eraser.person)}) to ${temporary} (format parquet, compression snappy, row_group_size 122880)`,
    );
    await replaceInPlace(temporary, path);
    return changes;
  },
  find: async (path, eraser) => allFound(await findRows(await tableOf(path, eraser), eraser)),
};

async function tableOf(path: string, { engine }: Eraser): Promise<SearchedTable> {
  const relation = sql`read_parquet(${literalPath(path)}, hive_partitioning = false)`;
  return {
    relation,
    columns: await engine.describe(sql`select * from ${relation}`),
    rows: (select) => engine.rows(select),
  };
}
