import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DuckDbOptions, openDuckDb } from "../../../../pipeline/engines/duckdb/duckdb.js";
import type { Engine } from "../../../../pipeline/engines/engine.js";
import { ClvError } from "../../../../pipeline/errors.js";
import { id, sql } from "../../../../pipeline/sql/sql.js";
import { collect, engineContract, rowsOf } from "../engine-contract.js";

let root: string;
let homes = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "clv-duckdb-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

function options(more: Partial<DuckDbOptions> = {}): DuckDbOptions {
  const directory = join(root, `run-${homes++}`);
  return { directory, memoryLimit: "500MB", threads: 2, spillDirectory: join(directory, "spill"), ...more };
}

engineContract("duckdb", async () => {
  const place = options();
  return {
    open: () => openDuckDb(place),
    remove: () => rm(place.directory, { recursive: true, force: true }),
  };
});

async function using<T>(place: DuckDbOptions, work: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await openDuckDb(place);
  try {
    return await work(engine);
  } finally {
    await engine.close();
  }
}

const sha = async (file: string) =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
const shuffled = sql`select ((i * 7919) % 500009)::int as x, (i % 97) / 8.0 as d,
  'C' || lpad(((i * 7919) % 500009)::varchar, 8, '0') as k, (i % 7)::varchar as s from range(500000) t(i)`;

describe("materialize", () => {
  test("a select with ORDER BY gives the same bytes with one and two threads, and keeps its order", async () => {
    const hashes = [];
    for (const threads of [1, 2, 2]) {
      const place = options({ threads });
      await using(place, async (engine) => {
        expect(await engine.materialize({ name: "source" }, shuffled)).toBe(500_000);
        expect(
          await engine.materialize({ name: "t" }, sql`select *, x + d as e from source order by x`),
        ).toBe(500_000);
        const inOrder =
          await engine.rows(sql`select count(*) as n from (select x, lag(x) over (order by file_row_number) as before
          from read_parquet(${join(place.directory, "t.parquet")}, file_row_number = true)) where x <= before`);
        expect(inOrder).toEqual([{ n: 0 }]);
        const groups = await engine.rows(sql`select distinct row_group_id as g, row_group_num_rows as n
          from parquet_metadata(${join(place.directory, "t.parquet")}) order by g`);
        expect(groups.map((group) => group.n)).toEqual([122_880, 122_880, 122_880, 122_880, 8480]);
      });
      hashes.push(await sha(join(place.directory, "t.parquet")));
    }
    expect(new Set(hashes).size).toBe(1);
  });

  test("a view over a replaced file never shows the old one", async () => {
    await using(options(), async (engine) => {
      for (let i = 0; i < 20; i++) {
        await engine.materialize({ name: "t" }, sql`select (range + ${i})::int as a from range(50000)`);
        expect(await engine.rows(sql`select min(a) as a from t`)).toEqual([{ a: i }]);
      }
    });
  });

  test("folders may look like patterns or partitions", async () => {
    const directory = join(root, "g[1]?*", "day=3");
    await mkdir(join(root, "g1xy", "day=3"), { recursive: true });
    await using(options({ directory }), async (engine) => {
      await engine.materialize({ name: "t" }, sql`select 1::int as a`);
      expect(await engine.rows(sql`select * from t`)).toEqual([{ a: 1 }]);
    });
    await using(options({ directory }), async (engine) => {
      expect(await engine.rows(sql`select * from t`)).toEqual([{ a: 1 }]);
      await expect(engine.materialize({ name: "../t" }, sql`select 1`)).rejects.toThrow(
        "cannot name a table",
      );
    });
  });

  test("opening removes what killed processes left, closing removes the spill folder", async () => {
    const place = options();
    const dead = join(place.spillDirectory, `clv-spill-${hostname()}-${2 ** 22 + 7}-1`);
    const elsewhere = join(place.spillDirectory, "clv-spill-another-host-1-1");
    await mkdir(dead, { recursive: true });
    await mkdir(elsewhere);
    await writeFile(join(place.directory, "t.parquet.tmp-1-1"), "half");
    await writeFile(join(place.directory, "notes.tmp-1"), "not ours");
    await using(place, async (engine) => {
      expect(existsSync(dead)).toBe(false);
      expect(await readdir(place.directory)).toEqual(["notes.tmp-1", "spill"]);
      expect((await readdir(place.spillDirectory)).length).toBe(2);
      await engine.materialize({ name: "t" }, sql`select 1 as a`);
    });
    expect((await readdir(place.directory)).sort()).toEqual(["notes.tmp-1", "spill", "t.parquet"]);
    expect(await readdir(place.spillDirectory)).toEqual(["clv-spill-another-host-1-1"]);
  });
});

describe("errors", () => {
  const codeOf = async (work: Promise<unknown>) => {
    const error = await work.catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ClvError);
    return error as ClvError;
  };

  test("out of memory names the limit, and leaves the engine usable", async () => {
    await using(options({ memoryLimit: "60MB" }), async (engine) => {
      const error = await codeOf(
        engine.execute(
          sql`create table u as select list(range::varchar || 'abcdefghijklmnopqrstuvwxyz') as l from range(5000000)`,
        ),
      );
      expect(error.code).toBe("ENGINE_OUT_OF_MEMORY");
      expect(error.message).toContain("the 60MB of engine.memoryLimit");
      expect(await engine.rows(sql`select 1 as a`)).toEqual([{ a: 1 }]);
    });
  });

  test("out of disk names the spill folder; a larger bound lets the same statement finish", async () => {
    const sort = sql`select count(*) as n from (select range as a, hash(range)::varchar || hash(range + 1)::varchar as b
      from range(2000000) order by b, a offset 10)`;
    const small = options({ memoryLimit: "60MB", maxSpill: "1MB" });
    const error = await using(small, (engine) => codeOf(engine.rows(sort)));
    expect(error.code).toBe("ENGINE_OUT_OF_DISK");
    expect(error.message).toContain("at most 1MB");
    expect(await using(options({ memoryLimit: "60MB" }), (engine) => engine.rows(sort))).toEqual([
      { n: 1_999_990 },
    ]);
  });

  test.skipIf(!existsSync("/dev/full"))("a full disk under the run folder is out of disk", async () => {
    await using(options(), async (engine) => {
      const error = await codeOf(
        engine.execute(sql`copy (select range as a from range(100000)) to '/dev/full' (format parquet)`),
      );
      expect(error.code).toBe("ENGINE_OUT_OF_DISK");
    });
  });

  test("a wrong setting is refused by name, a broken table of the run counts as not there", async () => {
    const error = await codeOf(openDuckDb(options({ memoryLimit: "lots" })));
    expect(error.message).toContain("lots");
    const place = options();
    await mkdir(place.directory, { recursive: true });
    await writeFile(join(place.directory, "t.parquet"), "no parquet at all");
    await using(place, async (engine) => {
      expect((await codeOf(engine.rows(sql`select * from ${id("t")}`))).code).toBe("ENGINE_REFUSED");
    });
    expect(await readdir(place.spillDirectory)).toEqual([]);
  });

  test("no extension is downloaded", async () => {
    await using(options(), async (engine) => {
      expect((await codeOf(engine.rows(sql`select * from 's3://bucket/file.parquet'`))).message).toContain(
        "httpfs",
      );
    });
  });
});

test("statements that follow each other share temporary tables", async () => {
  await using(options(), async (engine) => {
    await engine.execute(sql`create temporary table x as select 42 as a`);
    expect(await rowsOf(engine.query(sql`select a from x`))).toEqual([[42]]);
    expect(await engine.rows(sql`select a from x`)).toEqual([{ a: 42 }]);
  });
});

test("every connection works in UTC", async () => {
  await using(options(), async (engine) => {
    const zone = sql`select timestamptz '2024-06-01 00:30:00+02'::varchar as z from range(1)`;
    const open = engine.query(sql`select * from range(300000)`)[Symbol.asyncIterator]();
    await open.next();
    expect(await engine.rows(zone)).toEqual([{ z: "2024-05-31 22:30:00+00" }]);
    await open.return?.();
    expect(await engine.rows(zone)).toEqual([{ z: "2024-05-31 22:30:00+00" }]);
  });
});

test("describe names and types columns without running the select", async () => {
  await using(options(), async (engine) => {
    const columns = await engine.describe(
      sql`select 1::int as a, 2::decimal(18,4) as "b c", error('ran') as e`,
    );
    expect(columns.slice(0, 2)).toEqual([
      { name: "a", type: "INTEGER" },
      { name: "b c", type: "DECIMAL(18,4)" },
    ]);
  });
});

test("rows gives exact numbers as numbers and the rest as text", async () => {
  await using(options(), async (engine) => {
    const rows =
      await engine.rows(sql`select 3::bigint as a, 9007199254740993::bigint as b, 1.50::decimal(9,2) as c,
      date '2024-02-29' as d, null as e, [1, 2]::bigint[] as f, 0.1::double as g, sum(1::bigint) as h`);
    expect(rows).toEqual([
      { a: 3, b: "9007199254740993", c: "1.50", d: "2024-02-29", e: null, f: [1, 2], g: 0.1, h: 1 },
    ]);
  });
});

test("progress is seen while a statement runs", async () => {
  await using(options({ threads: 1 }), async (engine) => {
    await engine.execute(sql`create table t as select range::int as a, hash(range) as b from range(3000000)`);
    expect(engine.progress()).toBeNull();
    const seen: number[] = [];
    const timer = setInterval(() => seen.push(engine.progress()?.percentage ?? -1), 5);
    await engine.execute(sql`create table u as select a, md5(b::varchar) as m from t order by m`);
    clearInterval(timer);
    expect(Math.max(...seen)).toBeGreaterThan(0);
    expect(engine.progress()).toBeNull();
  });
});

test("loaded memory is released when the table is replaced", async () => {
  await using(options({ memoryLimit: "200MB" }), async (engine) => {
    await engine.execute(sql`create table source as select range as a, range / 3.0 as b from range(1000000)`);
    const used = async () =>
      Number((await engine.rows(sql`select sum(memory_usage_bytes) as n from duckdb_memory()`))[0]?.n);
    const batches = await collect(engine.query(sql`select * from source`));
    await engine.load({ name: "t" }, batches);
    const once = await used();
    for (let i = 0; i < 5; i++) await engine.load({ name: "t" }, batches);
    expect(await used()).toBeLessThan(once * 1.5);
  });
});
