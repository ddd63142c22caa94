import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configSchema } from "../../../pipeline/config/config.js";
import { type DuckDbFile, withDuckDbFile } from "../../../pipeline/engines/duckdb/file.js";
import { addComments } from "../../../pipeline/sinks/duckdb/comments.js";
import { raw } from "../../../pipeline/sql/sql.js";

test("tables, views and their columns get comments in one statement, once, and people's own words stay", async () => {
  const folder = await mkdtemp(join(tmpdir(), "clv-comments-"));
  const bounds = configSchema.parse({}).engine;
  const options = { access: "READ_WRITE", bounds, refused: "SINK_REFUSED" } as const;
  await withDuckDbFile(join(folder, "w.duckdb"), options, async (file) => {
    await file.execute(raw("create table clv_scores_history (customer_id varchar, as_of date)"));
    await file.execute(raw("create view clv_scores as select * from clv_scores_history"));
    await file.execute(raw("comment on column clv_scores_history.as_of is 'ours'"));
    const executed: string[] = [];
    const counting: DuckDbFile = {
      ...file,
      execute: (s) => {
        executed.push(s.text);
        return file.execute(s);
      },
    };
    const names = ["clv_scores_history", "clv_scores"];
    await addComments(counting, names);
    await addComments(counting, names);
    expect(executed).toHaveLength(1);
    const comments = await file.rows(
      raw("select table_name, column_name, comment from duckdb_columns() where not internal"),
    );
    const of = (table: string, column: string) =>
      comments.find((c) => c.table_name === table && c.column_name === column)!.comment;
    expect(of("clv_scores_history", "as_of")).toBe("ours");
    for (const name of names) expect(of(name, "customer_id")).toMatch(/\w/);
  });
  await rm(folder, { recursive: true });
});
