import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Engine } from "../../pipeline/engines/engine.js";
import { connectPostgres, type PostgresClient } from "../../pipeline/engines/postgres/client.js";
import { openPostgres, type PostgresEngineOptions } from "../../pipeline/engines/postgres/postgres.js";
import { id, sql } from "../../pipeline/sql/sql.js";
import { contractBatch, engineContract } from "../pipeline/engines/engine-contract.js";
import { type PostgresServer, startPostgres } from "./postgres-server.js";

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.stop());

let homes = 0;
engineContract("postgres", async () => {
  homes += 1;
  const schema = `contract_${homes}`;
  return {
    open: () => openPostgres({ env: server.env, schema }),
    async remove() {
      const client = await connectPostgres({ env: server.env });
      await client.execute(sql`drop schema ${id(schema)} cascade`);
      await client.close();
    },
  };
});

describe("postgres: tables of a run", () => {
  let chief: PostgresClient;
  let engine: Engine;
  const opened: Engine[] = [];
  const t = { name: "t" };
  const schema = "run_under_test";
  const open = async (options: Partial<PostgresEngineOptions> = {}): Promise<Engine> => {
    const one = await openPostgres({ env: server.env, schema, waits: [0.2, 0.5, 1, 2], ...options });
    opened.push(one);
    return one;
  };
  const loadedSchemas = async () =>
    (await chief.rows(sql`select nspname as name from pg_namespace where nspname like 'clv~%'`)).length;
  const count = async (on: Engine) => (await on.rows(sql`select count(*) as n from "t"`))[0]?.n;

  beforeEach(async () => {
    chief = await connectPostgres({ env: server.env, waits: [0.2, 0.5, 1, 2] });
    engine = await open();
  });
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await chief.execute(sql`drop schema if exists ${id(schema)} cascade`);
    await chief.close();
  });

  test("a fingerprint stays with its table, and with no other content of that name", async () => {
    expect(await engine.fingerprint(t)).toBeNull();
    await engine.load(t, [contractBatch(0, 10)]);
    expect(await engine.fingerprint(t)).toBeNull();
    const numbers = sql`select i from generate_series(1, 1000) i`;
    await engine.materialize(t, numbers);
    const first = await engine.fingerprint(t);
    expect(first).toEqual({ bytes: expect.any(Number), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(first?.bytes).toBeGreaterThan(0);
    const other = await open();
    expect(await other.fingerprint(t)).toEqual(first);
    await engine.rename(t, { name: "u" });
    expect(await engine.fingerprint({ name: "u" })).toEqual(first);
    expect(await engine.fingerprint(t)).toBeNull();
    await engine.materialize(t, numbers);
    expect((await engine.fingerprint(t))?.sha256).not.toBe(first?.sha256);
    await chief.execute(sql`vacuum analyze ${id(schema)}."u"`);
    expect(await engine.fingerprint({ name: "u" })).toEqual(first);
    await chief.execute(sql`truncate ${id(schema)}."u"`);
    expect(await engine.fingerprint({ name: "u" })).not.toEqual(first);
    await chief.execute(sql`drop table ${id(schema)}."t"`);
    await chief.execute(sql`create table ${id(schema)}."t" as select 1 as i`);
    expect(await engine.fingerprint(t)).toBeNull();
  });

  test("rows and fingerprints are the same after the server has crashed", async () => {
    await engine.load({ name: "l" }, [contractBatch(0, 5000)]);
    await engine.materialize(t, sql`select k, s from "l"`);
    const before = await engine.fingerprint(t);
    await server.restart("immediate");
    expect(await engine.fingerprint(t)).toEqual(before);
    expect(await count(engine)).toBe(5000);
    expect(await engine.rows(sql`select count(*) as n from "l"`)).toEqual([{ n: 5000 }]);
  });

  test("a table is made in spite of a restart in between, once, also from itself", async () => {
    const warnings: string[] = [];
    const patient = await open({ warn: (message) => warnings.push(message) });
    await patient.materialize(t, sql`select i from generate_series(1, 10) i`);
    const making = patient.materialize(t, sql`select i + 1 as i from "t", pg_sleep(1)`);
    await active("create table%");
    await server.restart();
    expect(await making).toBe(10);
    expect(warnings.length).toBeGreaterThan(0);
    expect(await patient.rows(sql`select min(i) as least, max(i) as most from "t"`)).toEqual([
      { least: 2, most: 11 },
    ]);
  });

  async function active(pattern: string): Promise<void> {
    const found = sql`select count(*) as n from pg_stat_activity where state = 'active' and query like ${pattern}`;
    while ((await chief.rows(found))[0]?.n === 0) await sleep(20);
  }

  test("engines on one run share what is materialized, and not what is loaded", async () => {
    const other = await open();
    await engine.load(t, [contractBatch(0, 10)]);
    await other.load(t, [contractBatch(0, 20)]);
    expect([await count(engine), await count(other)]).toEqual([10, 20]);
    await engine.materialize({ name: "m" }, sql`select k from "t"`);
    expect(await other.rows(sql`select count(*) as n from "m"`)).toEqual([{ n: 10 }]);
    expect(await loadedSchemas()).toBe(2);
    // a third one that opens takes nothing away from them
    await (await open()).close();
    expect([await count(engine), await count(other)]).toEqual([10, 20]);
    await engine.close();
    expect(await loadedSchemas()).toBe(1);
    await other.close();
    expect(await loadedSchemas()).toBe(0);
  });

  test("what an engine left behind that was killed is removed by the next writer, not by a reader", async () => {
    await engine.load(t, [contractBatch(0, 10)]);
    const [row] = await chief.rows(sql`select nspname as name from pg_namespace where nspname like 'clv~%'`);
    const left = `${String(row?.name).slice(0, -8)}00000000`;
    await chief.execute(sql`create schema ${id(left)}; create table ${id(left)}."t" (i int)`);
    const reader = await open({ readOnly: true });
    expect(await loadedSchemas()).toBe(2);
    await open();
    expect(await loadedSchemas()).toBe(1);
    expect(await count(engine)).toBe(10);
    await reader.close();
  });

  test("a reader makes no schema", async () => {
    const reader = await open({ schema: "never_made", readOnly: true });
    expect(await chief.rows(sql`select 1 from pg_namespace where nspname = 'never_made'`)).toEqual([]);
    await expect(reader.rows(sql`select * from "t"`)).rejects.toThrow(/"t" does not exist/);
  });

  test("text of the run sorts by its bytes, wherever it comes from, and keeps its type", async () => {
    const natural = sql`create collation if not exists "natural" (provider = icu, locale = 'en')`;
    await chief.execute(sql`${natural}; create table names (n varchar(9) collate "natural", u text)`);
    await chief.execute(
      sql`insert into names select v, v from unnest(array['b', 'B', 'a', 'Z', 'é', 'z']) v`,
    );
    await engine.materialize(t, sql`select n, u, 1 as i, n || '!' as m from public.names`);
    const sorted = await engine.rows(sql`select n from "t" order by n`);
    expect(sorted.map((row) => row.n)).toEqual(["B", "Z", "a", "b", "z", "é"]);
    expect(await engine.rows(sql`select m from "t" order by m limit 1`)).toEqual([{ m: "B!" }]);
    const types = await engine.describe(sql`select * from "t"`);
    expect(types.map((column) => column.type)).toEqual(["character varying(9)", "text", "integer", "text"]);
    await chief.execute(sql`drop table names`);
  });

  test("names that the server would cut are refused", async () => {
    const long = { name: "x".repeat(60) };
    await expect(engine.materialize(long, sql`select 1 as i`)).rejects.toThrow(/cannot name a table/);
    await expect(engine.load({ name: "a b" }, [contractBatch(0, 1)])).rejects.toThrow(/cannot name a table/);
  });

  test("who may not create a schema is shown what to grant; one that is there already is enough", async () => {
    await chief.execute(sql`create role worker login password 'pw-of-the-worker'`);
    const env = { ...server.env, PGUSER: "worker", PGPASSWORD: "pw-of-the-worker" };
    await expect(openPostgres({ env, schema: "of_worker" })).rejects.toMatchObject({
      code: "ENGINE_DENIED",
      message: expect.stringContaining('grant create on database "postgres" to "worker"'),
    });
    await chief.execute(sql`create schema of_worker authorization worker`);
    const worker = await open({ env, schema: "of_worker" });
    expect(await worker.materialize(t, sql`select 1 as i`)).toBe(1);
    await worker.close();
    await chief.execute(sql`drop schema of_worker cascade; drop role worker`);
  });

  test("a session does not depend on how the database is set up", async () => {
    await chief.execute(sql`alter database postgres set datestyle = 'German, DMY'`);
    await chief.execute(sql`alter database postgres set timezone = 'Asia/Tokyo'`);
    await chief.execute(sql`alter database postgres set search_path = 'public'`);
    const fresh = await open({ workMem: "32MB" });
    expect(
      await fresh.rows(
        sql`select date '2024-02-29' as d, current_setting('timezone') as z, current_setting('work_mem') as m, 'a\b' as s, current_schema()::text as c`,
      ),
    ).toEqual([{ d: "2024-02-29", z: "UTC", m: "32MB", s: "a\\b", c: schema }]);
    await chief.execute(sql`alter database postgres reset all`);
  });
});
