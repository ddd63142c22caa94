import { chmod, rm, stat } from "node:fs/promises";
import type { Config } from "../config/config.js";
import { type DuckDbFile, withDuckDbFile } from "../engines/duckdb/file.js";
import { replaceFile } from "../files/replace-file.js";
import { id, type Sql, sql } from "../sql/sql.js";
import type { FileKind } from "./erased-file.js";
import { addFound } from "./person.js";
import { allFound, countFound, findRows, keptRows, type SearchedTable } from "./table-rows.js";

/**
 * A DuckDB database. Its clv_ tables lose the person's rows; then all of the database is copied into a new file, since DuckDB
 * keeps the blocks of rows that are deleted, also of those that earlier publications have replaced. Tables of other names
 * are their owner's and stay as they are.
 */
export function warehouseFile(bounds: Config["engine"]): FileKind {
  const open = <T>(
    path: string,
    access: "READ_ONLY" | "READ_WRITE",
    work: (file: DuckDbFile) => Promise<T>,
  ) => withDuckDbFile(path, { access, bounds, refused: "SINK_REFUSED" }, work);
  return {
    async erase(path, eraser) {
      const temporary = `${path}.tmp`;
      await rm(temporary, { force: true });
      const { mode } = await stat(path);
      const taken = await open(path, "READ_WRITE", async (file) => {
        let changes = 0;
        await file.execute(sql`begin`);
        for (const { name, table } of await published(file)) {
          const found = await findRows(table, eraser);
          const own = countFound(found);
          if (own === 0) continue;
          changes += own;
          await file.execute(sql`create table "clv_kept" as ${keptRows(table, found, eraser.person)}`);
          await file.execute(sql`delete from ${id(name)}`);
          await file.execute(sql`insert into ${id(name)} select * from "clv_kept"`);
          await file.execute(sql`drop table "clv_kept"`);
        }
        await file.execute(sql`commit`);
        const [current] = await file.rows(sql`select current_database() as name`);
        await file.execute(sql`attach ${temporary} as clv_rewritten`);
        await file.execute(sql`copy from database ${id(String(current?.name))} to clv_rewritten`);
        await file.execute(sql`detach clv_rewritten`);
        return changes;
      });
      await chmod(temporary, mode);
      await replaceFile(temporary, path);
      await rm(`${path}.wal`, { force: true });
      return taken;
    },
    find: (path, eraser) =>
      open(path, "READ_ONLY", async (file) => {
        const all = new Map<string, number>();
        for (const { table } of await published(file)) addFound(all, allFound(await findRows(table, eraser)));
        return all;
      }),
  };
}

/** The tables that this program writes. */
async function published(file: DuckDbFile): Promise<{ name: string; table: SearchedTable }[]> {
  const names = await file.rows(
    sql`select table_name from duckdb_tables() where database_name = current_database() and schema_name = 'main' and table_name like 'clv\_%' escape '\' order by 1`,
  );
  const tables: { name: string; table: SearchedTable }[] = [];
  for (const { table_name } of names) {
    const name = String(table_name);
    const described = await file.rows(sql`describe select * from ${id(name)}`);
    const columns = described.map((c) => ({ name: String(c.column_name) }));
    tables.push({ name, table: { relation: id(name), columns, rows: (select: Sql) => file.rows(select) } });
  }
  return tables;
}
