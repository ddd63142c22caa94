import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  Bool,
  Data,
  type DataType,
  DateDay,
  Decimal,
  Dictionary,
  Field,
  Float64,
  Int8,
  Int32,
  Int64,
  RecordBatch,
  Schema,
  Struct,
  TimestampMicrosecond,
  TimestampMillisecond,
  Uint32,
  Uint64,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import { beforeAll, describe, expect, test } from "vitest";
import { configSchema } from "../../pipeline/config/config.js";
import { openSpark, openSparkDatabase } from "../../pipeline/engines/spark/spark.js";
import type { ClvError } from "../../pipeline/errors.js";
import { removeOldRuns } from "../../pipeline/runner/old-runs.js";
import { id, type Sql, sql } from "../../pipeline/sql/sql.js";
import { scratch } from "../pipeline/cli/clv-process.js";
import { collect, engineContract } from "../pipeline/engines/engine-contract.js";
import { thorough } from "../thorough.js";
import { freePort } from "./postgres-server.js";
import { sharedSpark } from "./shared-servers.js";
import type { SparkAddress } from "./spark-server.js";
import { startProxy } from "./tcp-proxy.js";

let server: SparkAddress;
beforeAll(async () => {
  server = await sharedSpark();
});

const open = (database: string, env = server.env) => openSpark({ env, database });
const remoteAt = (port: number, more = "") => ({
  SPARK_REMOTE: `sc://127.0.0.1:${port}/;token=${server.token}${more}`,
});

async function failure(work: Promise<unknown>): Promise<ClvError> {
  return work.then(
    () => expect.fail("no error"),
    (error: ClvError) => error,
  );
}

/**
 * Ten seconds or less on two threads. It sleeps, since Spark lets a job go on that is just being submitted when its statement is stopped,
 * and other suites need the cores.
 */
const slowly = (from: Sql): Sql =>
  sql`select java_method('java.lang.Thread', 'sleep', cast(25 as bigint)) as n from ${from}`;

let homes = 0;
engineContract(
  "spark",
  async () => {
    const database = `contract_${homes++}`;
    return {
      open: () => open(database),
      async remove() {
        const engine = await open(database);
        await engine.execute(sql`drop database ${id(database)} cascade`);
        await engine.close();
      },
    };
  },
  (t) => slowly(sql`(select * from ${t} where k < 400)`),
);

describe("types", () => {
  const rows = 140_000;
  const absent = (i: number, column: number) => (i + column) % (column + 3) === 0;
  const samples: {
    readonly name: string;
    readonly type: DataType;
    readonly value: (i: number) => unknown;
  }[] = [
    { name: "whole", type: new Int32(), value: (i) => i - 70_000 },
    { name: "wide", type: new Int64(), value: (i) => BigInt(i) * -1_000_000_000_007n },
    { name: "real", type: new Float64(), value: (i) => i / 8 - 1e9 },
    { name: "flag", type: new Bool(), value: (i) => i % 3 === 0 },
    { name: "text", type: new Utf8(), value: (i) => `é ${"x".repeat(i % 20)}'\\${i}` },
  ];

  function typedBatch(): RecordBatch {
    const at = Array.from({ length: rows }, (_, i) => i);
    const columns = samples.map(({ type, value }, c) =>
      vectorFromArray(
        at.map((i) => (absent(i, c) ? null : value(i))),
        type,
      ),
    );
    const stored = (type: DataType, values: Int32Array | BigInt64Array | Uint32Array): Data =>
      new Data(type, 0, rows, 0, [undefined, values] as never);
    const children = [
      stored(new Int32(), Int32Array.from(at)),
      ...columns.map((column) => column.data[0]!),
      stored(
        new DateDay(),
        Int32Array.from(at, (i) => i - 20_000),
      ),
      // -i in ten thousandths: the sign reaches all four words
      stored(
        new Decimal(4, 18, 128),
        Uint32Array.from({ length: 4 * rows }, (_, w) => {
          const i = w >> 2;
          return w % 4 === 0 ? -i >>> 0 : i === 0 ? 0 : 0xffff_ffff;
        }),
      ),
      stored(
        new TimestampMicrosecond("UTC"),
        BigInt64Array.from(at, (i) => BigInt(i) * 1_000_003n - 86_400_000_000n),
      ),
    ];
    const names = ["k", ...samples.map((s) => s.name), "day", "amount", "at"];
    const schema = new Schema(children.map((data, i) => new Field(names[i]!, data.type, true)));
    return new RecordBatch(schema, new Data(new Struct(schema.fields), 0, rows, 0, undefined, children));
  }

  test("columns of every kind come back as they went in, with their absent values and types", async () => {
    const engine = await open("types");
    const sent = typedBatch();
    expect(await engine.load({ name: "typed" }, [sent])).toBe(rows);
    const back = await collect(engine.query(sql`select * from ${id("typed")} order by k`));
    expect(String(back[0]!.schema)).toBe(String(sent.schema));
    let row = 0;
    let wrong = 0;
    for (const batch of back) {
      const columns = batch.schema.fields.map((_, c) => [batch.getChildAt(c)!, sent.getChildAt(c)!] as const);
      for (let i = 0; i < batch.numRows; i++, row++)
        for (const [is, was] of columns) if (String(is.get(i)) !== String(was.get(row))) wrong += 1;
    }
    expect([row, wrong]).toEqual([rows, 0]);
    const [sums] = await engine.rows(
      sql`select sum("amount") as amount, min("day") as day, max("at") as at, count("flag") as flags from ${id("typed")}`,
    );
    const last = new Date(Number(BigInt(rows - 1) * 1_000_003n) / 1000 - 86_400_000).toISOString();
    expect(sums).toEqual({
      amount: "-979993.0000",
      day: "1915-03-31",
      at: `${last.slice(0, 19).replace("T", " ")}.419997+00`,
      flags: rows - Array.from({ length: rows }, (_, i) => i).filter((i) => absent(i, 3)).length,
    });
    await engine.close();
  });

  test("what Spark has no type for becomes a type that holds it", async () => {
    const engine = await open("types");
    const columns = {
      u32: vectorFromArray([4_294_967_295, null], new Uint32()),
      u64: vectorFromArray([18_446_744_073_709_551_615n, null], new Uint64()),
      word: vectorFromArray(["a", null], new Dictionary(new Utf8(), new Int8(), 1)),
    };
    const time = new Data(new TimestampMillisecond(), 0, 2, 0, [
      undefined,
      BigInt64Array.of(-1n, 1_000n),
    ] as never);
    const children = [...Object.values(columns).map((column) => column.data[0]!), time];
    const names = [...Object.keys(columns), "time"];
    const schema = new Schema(children.map((data, i) => new Field(names[i]!, data.type, true)));
    const batch = new RecordBatch(schema, new Data(new Struct(schema.fields), 0, 2, 0, undefined, children));
    await engine.load({ name: "odd" }, [batch.slice(1, 2), batch.slice(0, 1)]);
    expect(await engine.rows(sql`select * from ${id("odd")} order by "u32" nulls last`)).toEqual([
      { u32: 4_294_967_295, u64: "18446744073709551615", word: "a", time: "1969-12-31 23:59:59.999" },
      { u32: null, u64: null, word: null, time: "1970-01-01 00:00:01" },
    ]);
    await engine.close();
  });

  test("quotes and backslashes mean what they mean elsewhere", async () => {
    const engine = await open("types");
    const texts = ["it's", "a\\nb", "ends in \\", "\\'", '"', "`", "-- no comment", "''"];
    for (const text of texts)
      expect(await engine.rows(sql`select ${text} as ${id(`${text} "\``)} /* it's */ -- "`)).toEqual([
        { [`${text} "\``]: text },
      ]);
    await engine.close();
  });
});

describe("tables", () => {
  const n = { name: "n" };
  const range = (rows: number) => sql`select id from range(${rows})`;
  const tablesOf = async (database: string): Promise<string[]> => {
    const reader = await openSparkDatabase({ env: server.env });
    const found = await reader.rows(sql`show tables in ${id(database)}`);
    await reader.close();
    return found.map((row) => String(row.tableName)).sort();
  };

  test("renaming keeps the fingerprint, writing again changes it, and one stored table is kept a name", async () => {
    const engine = await open("kept");
    await engine.materialize(n, range(10));
    await engine.materialize({ name: "m" }, range(20));
    const first = await engine.fingerprint(n);
    expect(first?.sha256).toMatch(/^[0-9a-f]{64}$/);
    await engine.rename(n, { name: "m" });
    expect(await engine.fingerprint({ name: "m" })).toEqual(first);
    expect(await engine.fingerprint(n)).toBeNull();
    expect(await engine.rows(sql`select count(*) as n from m`)).toEqual([{ n: 10 }]);
    await engine.materialize({ name: "m" }, range(10));
    expect(await engine.fingerprint({ name: "m" })).not.toEqual(first);
    expect((await failure(engine.rename(n, { name: "m" }))).code).toBe("ENGINE_REFUSED");
    await engine.close();
    const left = await tablesOf("kept");
    expect(left.length).toBe(2);
    expect(left[0]).toBe("m");
    expect(left[1]).toMatch(/^m__m_[0-9a-f]{32}$/);
  });

  test("what a killed engine left behind is cleared by the next one, not by one that only reads", async () => {
    const killed = await open("left");
    await killed.materialize(n, range(10));
    await killed.load({ name: "l" }, [new RecordBatch({ k: vectorFromArray([1, 2], new Int32()).data[0]! })]);
    await killed.expose?.({ name: "x" }, sql`select 1 as one`);
    await killed.execute(sql`create table ${id(`n__m_${"0".repeat(32)}`)} as select 1 as one`);
    expect((await tablesOf("left")).length).toBe(6);
    const reader = await openSpark({ env: server.env, database: "left", readOnly: true });
    await reader.close();
    expect((await tablesOf("left")).length).toBe(6);
    const next = await open("left");
    expect(await tablesOf("left")).toEqual(["n", expect.stringMatching(/^n__m_/)]);
    expect(await next.rows(sql`select count(*) as n from n`)).toEqual([{ n: 10 }]);
    await next.close();
    await killed.close();
  });

  test("an exposed select sees the user's tables, not those of the run, and goes with the engine", async () => {
    const setUp = await open("default");
    await setUp.execute(sql`create table orders as select 7 as amount`);
    const engine = await open("exposing");
    await engine.materialize({ name: "orders" }, sql`select 8 as amount`);
    await engine.expose?.({ name: "source" }, sql`select * from orders`);
    expect(await engine.rows(sql`select amount from source`)).toEqual([{ amount: 7 }]);
    await engine.close();
    expect(await tablesOf("exposing")).toEqual(["orders", expect.stringMatching(/^orders__m_/)]);
    await setUp.execute(sql`drop table orders`);
    await setUp.close();
  });

  test("a stopped statement leaves no table behind", async () => {
    const engine = await open("stopped");
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 500);
    const slow = sql`select sum(reduce(sequence(1, 200), id, (a, b) -> a * 31 % 1000003 + b)) as n from range(75000)`;
    expect((await failure(engine.materialize(n, slow, stop.signal))).code).toBe("INTERRUPTED");
    expect(await tablesOf("stopped")).toEqual([]);
    await engine.close();
    expect(readdirSync(join(server.directory, "warehouse", "stopped.db"))).toEqual([]);
  });
});

describe("a connection that breaks", () => {
  test("a long result goes on where it was: every row once", async () => {
    const proxy = await startProxy(server.port);
    const engine = await open("broken", remoteAt(proxy.port));
    const rows = thorough ? 4_000_000 : 1_000_000;
    let count = 0;
    let sum = 0;
    const before = proxy.opened;
    for await (const batch of engine.query(sql`select id, id * 2 as twice from range(${rows})`)) {
      proxy.cut();
      count += batch.numRows;
      for (const id of batch.getChildAt(0)!.data[0]!.values as BigInt64Array) sum += Number(id);
    }
    expect([count, sum]).toEqual([rows, (rows * (rows - 1)) / 2]);
    expect(proxy.opened - before).toBeGreaterThan(3);
    expect(engine.received()).toBeGreaterThan(rows * 16);
    await engine.close();
    await proxy.close();
  });

  test("a statement that writes runs once", async () => {
    const rows = 300_000;
    const proxy = await startProxy(server.port);
    const engine = await open("broken", remoteAt(proxy.port));
    // it is cut again once it is there again, five times at most, since each takes a while
    let cuts = 0;
    const busy = setInterval(() => {
      if (proxy.opened <= cuts || cuts >= 5) return;
      cuts = proxy.opened;
      proxy.cut();
    }, 100);
    const slow = sql`select id, reduce(sequence(1, 20), id, (a, b) -> a * 31 % 1000003 + b) as h from range(${rows})`;
    expect(await engine.materialize({ name: "once" }, slow)).toBe(rows);
    clearInterval(busy);
    expect(proxy.opened).toBeGreaterThan(2);
    const [row] = await engine.rows(sql`select count(*) as n, count(distinct id) as d from ${id("once")}`);
    expect(row).toEqual({ n: rows, d: rows });
    await engine.close();
    await proxy.close();
  });
});

describe("entering", () => {
  test("a wrong token is ENGINE_DENIED, and no error shows it", async () => {
    const wrong = "wrong-token-90af";
    const error = await failure(open("d", { SPARK_REMOTE: `sc://127.0.0.1:${server.port}/;token=${wrong}` }));
    expect(error.code).toBe("ENGINE_DENIED");
    expect(error.message).toContain("SPARK_REMOTE");
    expect(`${error.stack} ${(error.cause as Error).stack}`).not.toContain(wrong);
  });

  test("nobody at the address is ENGINE_UNREACHABLE with address and variable", async () => {
    const port = await freePort();
    const error = await failure(
      openSpark({ connection: "WAREHOUSE", env: { WAREHOUSE: `sc://127.0.0.1:${port}` }, database: "d" }),
    );
    expect(error.code).toBe("ENGINE_UNREACHABLE");
    expect(error.message).toContain(`127.0.0.1:${port} (WAREHOUSE)`);
  });

  test("TLS: a certificate that is trusted lets in, another one does not", async () => {
    const key = join(server.directory, "tls.key");
    const certificate = join(server.directory, "tls.crt");
    execFileSync(
      "openssl",
      [
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-keyout",
        key,
        "-out",
        certificate,
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=IP:127.0.0.1",
      ],
      { stdio: "ignore" },
    );
    const proxy = await startProxy(server.port, {
      key: readFileSync(key, "utf8"),
      cert: readFileSync(certificate, "utf8"),
    });
    const env = remoteAt(proxy.port, ";use_ssl=true");
    const engine = await open("tls", { ...env, CLV_SPARK_CA: certificate });
    expect(await engine.rows(sql`select 1 as one`)).toEqual([{ one: 1 }]);
    await engine.close();
    const error = await failure(open("tls", env));
    expect(error.code).toBe("ENGINE_UNREACHABLE");
    expect(error.message).toMatch(/certificate/);
    expect((await failure(open("tls", { ...env, CLV_SPARK_CA: join(server.directory, "none") }))).code).toBe(
      "USAGE",
    );
    await proxy.close();
  });

  test("progress of a statement with several tasks is reported", async () => {
    const engine = await open("d");
    const seen: number[] = [];
    const timer = setInterval(() => seen.push(engine.progress()?.percentage ?? -1), 100);
    await engine.rows(
      sql`select max(reduce(sequence(1, 200), id, (a, b) -> a * 31 % 1000003 + b)) as h from range(0, 50000, 1, 20)`,
    );
    clearInterval(timer);
    expect(seen.some((share) => share > 0 && share <= 100)).toBe(true);
    expect(engine.progress()).toBeNull();
    await engine.close();
  });
});

test("the database of a run that is not kept goes with it", async () => {
  const runsDir = await scratch();
  const config = configSchema.parse({
    source: { paths: ["shop.csv"] },
    columns: { customer: "customer_id", date: "order_date", amount: "amount" },
    engine: { name: "spark", namespace: "kept" },
    ...{ runsDir, keepRuns: 1 },
  });
  for (const [i, runId] of ["old-1", "new-2"].entries()) {
    await mkdir(join(runsDir, runId));
    const startedAt = `2026-01-0${i + 1}T00:00:00.000Z`;
    const manifest = { format: 1, runId, engine: "spark", config, status: "done", startedAt, stages: {} };
    await writeFile(join(runsDir, runId, "manifest.json"), JSON.stringify(manifest));
  }
  const old = await open("kept_old_1");
  await old.materialize({ name: "scores" }, sql`select 1 as n`);
  await old.close();
  const engine = await open("kept_new_2");
  expect(await removeOldRuns(config, "new-2", engine)).toEqual(["old-1"]);
  const found = await engine.rows(sql`show databases like 'kept_*'`);
  await engine.close();
  expect(found.map((row) => row.namespace)).toEqual(["kept_new_2"]);
  expect(await readdir(runsDir)).toEqual(["new-2"]);
});
