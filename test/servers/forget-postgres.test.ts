import { mkdtemp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { loadConfig } from "../../pipeline/config/load-config.js";
import { runNamespace } from "../../pipeline/engines/run-namespace.js";
import { type ForgetReport, forget } from "../../pipeline/forget/forget.js";
import { scratch } from "../pipeline/cli/clv-process.js";
import { recordingIo, runHere } from "../pipeline/cli/run-here.js";
import { ordinary, shop } from "../pipeline/cli/shop-log.js";
import { type PostgresDatabase, postgresBinaries } from "./postgres-server.js";
import { sharedPostgres } from "./shared-servers.js";

const root = await scratch();
const person = "it's O'Hara";
/** Ids that are also names, words and numbers of ours; the last few are nobody's. */
const words = ["1", "17", "bg-nbd", "done", "top", "scores", "customer_id"];
const nobodys = ["EUR", "low", "2", "null", "clv_scores", "web"];

describe.runIf(postgresBinaries() !== null)("clv forget with PostgreSQL", () => {
  let server: PostgresDatabase;
  let client: Client;

  beforeAll(async () => {
    server = await sharedPostgres("forget");
    client = new Client({ connectionString: server.url() });
    await client.connect();
  });
  afterAll(() => client?.end());

  async function shopFolder(engine: string, schema: string, mode: string): Promise<string> {
    const folder = await mkdtemp(join(root, "shop-"));
    const idOf = (who: string): string => (who === "c7" ? person : (words[Number(who.slice(1)) - 10] ?? who));
    const rows = shop(300, ordinary).map(([who, when, amount], i) =>
      [idOf(who), when, amount, i % 2 ? "web" : "1"].join(","),
    );
    const bad = [`${person},never,1,web`, "c8,never,17,1", "17,never,5,web", "c8,2024-01-01,17,web,too many"];
    await writeFile(join(folder, "log.csv"), ["id,day,amount,channel", ...rows, ...bad, ""].join("\n"));
    await writeFile(
      join(folder, "clv.yaml"),
      `source: { paths: [log.csv] }
columns: { customer: id, date: day, amount: amount, attributes: { channel: channel } }
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

  /** Every row of the schemas of a test as text, but those of some customers and rejected lines. */
  async function othersRows(schemas: string, ids: readonly string[]): Promise<Record<string, string[]>> {
    const { rows: tables } = await client.query(
      `select c.table_schema as s, c.table_name as t, bool_or(c.column_name = 'customer_id') as own
from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
where t.table_type = 'BASE TABLE' and c.table_schema like $1 and c.table_name <> 'rejected_rows' group by 1, 2 order by 1, 2`,
      [schemas],
    );
    const all: Record<string, string[]> = {};
    for (const { s, t, own } of tables) {
      const { rows } = await client.query(
        `select r::text as row from "${s}"."${t}" r ${own ? "where not (customer_id = any ($1))" : "where $1::text[] is not null"} order by 1`,
        [ids],
      );
      all[`${s}.${t}`] = rows.map(({ row }) => row);
    }
    return all;
  }

  test.each([
    ["duckdb", "swap"],
    ["postgres", "upsert"],
  ])("engine %s, mode %s: no table of the output or of the run names them", async (engine, mode) => {
    const schema = `shop_${engine}`;
    const folder = await shopFolder(engine, schema, mode);
    const io = { env: server.env };
    // a second run has tables that compare customers with the first
    await runHere(folder, { asOf: "2024-11-01" }, { io });
    const { runDir, runId } = await runHere(folder, {}, { io });
    // as text, a row doubles the quotes of an id that has any
    const asText = "Hara";
    expect((await tablesNaming(asText)).length).toBeGreaterThan(engine === "postgres" ? 4 : 1);
    expect(await tablesNaming(asText)).toContain(`${schema}.clv_equity_changes`);
    const config = await loadConfig("clv.yaml", {}, folder);
    const forgetThem = (ids: readonly string[], unseen = false): Promise<ForgetReport> =>
      forget(ids, config.runsDir, config, recordingIo(folder, io).io, () => undefined, { unseen });
    await client.query(`create table ${schema}.clv_friends as select '17' as friend, 'top' as customer`);
    const everybody = await othersRows(`${schema}%`, []);
    await expect(forgetThem([person, "nobody"])).rejects.toThrow(/^1 of 2 customers \(first: "nobody"\)/);
    expect(await othersRows(`${schema}%`, [])).toEqual(everybody);
    await forgetThem(nobodys, true);
    expect(await othersRows(`${schema}%`, [])).toEqual(everybody);
    const gone = [person, ...words];
    const others = await othersRows(`${schema}%`, gone);
    const report = await forgetThem(gone);
    expect(await othersRows(`${schema}%`, [])).toEqual(others);
    expect(report.places.map((p) => p.traces)).toEqual(report.places.map(() => 0));
    const output = report.places.find(({ place }) => place === `postgres:${schema}`);
    expect(output).toMatchObject({ deleted: expect.any(Number), bytes: expect.any(Number) });
    expect(output!.deleted).toBeGreaterThan(0);
    expect(await tablesNaming(asText)).toEqual([]);
    const { rows } = await client.query(`select count(*)::int as n from ${schema}.clv_scores`);
    expect(rows[0].n).toBe(300 - gone.length);
    const { rows: rejected } =
      engine === "postgres"
        ? await client.query(`select raw_text from "${runNamespace(config, runId)}".rejected_rows order by 1`)
        : { rows: [] };
    expect(rejected.map((row) => row.raw_text)).toEqual(
      // whose the last one is, with a field too many, nobody knows
      engine === "postgres" ? ["", "", "", "c8,never,17,1"] : [],
    );
    for (const name of await readdir(runDir))
      if (/\.jsonl?$/.test(name))
        expect(await readFile(join(runDir, name), "utf8"), name).not.toContain(asText);

    const again = await runHere(folder, {}, { io, resume: true });
    expect(again.kept).toEqual([]);
    expect(await tablesNaming(asText)).toEqual([]);
    const account = JSON.parse(await readFile(join(again.runDir, "account.json"), "utf8"));
    expect(account.forgotten).toBeGreaterThan(1);
  });

  test("says that traces are left where the server keeps rows", async () => {
    const folder = await shopFolder("duckdb", "kept", "upsert");
    const io = { env: server.env };
    await runHere(folder, {}, { io });
    await client.query("create rule keep as on delete to kept.clv_scores do instead nothing");
    const config = await loadConfig("clv.yaml", {}, folder);
    const report = await forget(["17"], config.runsDir, config, recordingIo(folder, io).io, () => undefined);
    expect(report.places.find(({ place }) => place === "postgres:kept")).toMatchObject({ traces: 1 });
  });
});
