import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { forget } from "../../pipeline/forget/forget.js";
import { loadConfig } from "../../pipeline/load-config.js";
import { scratch } from "../pipeline/cli/clv-process.js";
import { recordingIo, runHere } from "../pipeline/cli/run-here.js";
import { ordinary, shop } from "../pipeline/cli/shop-log.js";
import { type PostgresServer, postgresBinaries, startPostgres } from "./postgres-server.js";

const root = await scratch();
const person = "it's O'Hara";

describe.runIf(postgresBinaries() !== null)("clv forget with PostgreSQL", () => {
  let server: PostgresServer;
  let client: Client;

  beforeAll(async () => {
    server = await startPostgres();
    client = new Client({ connectionString: server.url() });
    await client.connect();
  });
  afterAll(async () => {
    await client?.end();
    await server?.stop();
  });

  async function shopFolder(engine: string, schema: string, mode: string): Promise<string> {
    const folder = await mkdtemp(join(root, "shop-"));
    const rows = shop(300, ordinary).map(([who, ...rest]) =>
      [who === "c7" ? person : who, ...rest].join(","),
    );
    const bad = `${person},never,1`;
    await writeFile(join(folder, "log.csv"), ["id,day,amount", ...rows, bad, ""].join("\n"));
    await writeFile(
      join(folder, "clv.yaml"),
      `source: { paths: [log.csv] }
columns: { customer: id, date: day, amount: amount }
engine: { name: ${engine}, namespace: ${schema}_runs }
publish: [{ to: postgres, path: ${schema}, mode: ${mode} }]
validate: { when: never }
uncertainty: { intervals: false }
`,
    );
    return folder;
  }

  /** Tables of all schemas that name someone anywhere in a row. */
  async function tablesNaming(text: string): Promise<string[]> {
    const { rows } = await client.query(
      "select table_schema as s, table_name as t from information_schema.tables where table_schema !~ '^(pg_|information)'",
    );
    const found: string[] = [];
    for (const { s, t } of rows) {
      const { rows: named } = await client.query(
        `select count(*)::int as n from "${s}"."${t}" r where position($1 in r::text) > 0`,
        [text],
      );
      if (named[0].n > 0) found.push(`${s}.${t}`);
    }
    return found;
  }

  test.each([
    ["duckdb", "swap"],
    ["postgres", "upsert"],
  ])("engine %s, mode %s: no table of the output or of the run names them", async (engine, mode) => {
    const schema = `shop_${engine}`;
    const folder = await shopFolder(engine, schema, mode);
    const io = { env: server.env };
    const { runDir } = await runHere(folder, {}, { io });
    // as text, a row doubles the quotes of an id that has any
    const asText = "Hara";
    expect((await tablesNaming(asText)).length).toBeGreaterThan(engine === "postgres" ? 4 : 1);
    const config = await loadConfig("clv.yaml", {}, folder);
    const report = await forget(
      [person],
      config.runsDir,
      config,
      recordingIo(folder, io).io,
      () => undefined,
    );
    expect(report.places.map((p) => p.traces)).toEqual(report.places.map(() => 0));
    const output = report.places.find(({ place }) => place === `postgres:${schema}`);
    expect(output).toMatchObject({ deleted: expect.any(Number), bytes: expect.any(Number) });
    expect(output!.deleted).toBeGreaterThan(0);
    expect(await tablesNaming(asText)).toEqual([]);
    const { rows } = await client.query(`select count(*)::int as n from ${schema}.clv_scores`);
    expect(rows[0].n).toBe(299);
    for (const name of await readdir(runDir))
      if (/\.jsonl?$/.test(name))
        expect(await readFile(join(runDir, name), "utf8"), name).not.toContain(asText);

    const again = await runHere(folder, {}, { io, resume: true });
    expect(again.kept).toEqual([]);
    expect(await tablesNaming(asText)).toEqual([]);
    const account = JSON.parse(await readFile(join(again.runDir, "account.json"), "utf8"));
    expect(account.forgotten).toBeGreaterThan(1);
  });
});
