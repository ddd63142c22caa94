import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Bool,
  Data,
  type DataType,
  DateDay,
  DateMillisecond,
  Decimal,
  Dictionary,
  Field,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  Int64,
  LargeUtf8,
  List,
  RecordBatch,
  Schema,
  Struct,
  TimestampMicrosecond,
  TimestampMillisecond,
  TimestampNanosecond,
  TimestampSecond,
  Uint8,
  Uint16,
  Uint32,
  Uint64,
  Utf8,
  Utf8View,
  vectorFromArray,
} from "apache-arrow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDuckDb } from "../../../../pipeline/engines/duckdb/duckdb.js";
import type { Engine } from "../../../../pipeline/engines/engine.js";
import { sql } from "../../../../pipeline/sql/sql.js";

let engine: Engine;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "clv-load-"));
  engine = await openDuckDb({
    directory,
    memoryLimit: "500MB",
    threads: 2,
    spillDirectory: join(directory, "spill"),
  });
});
afterAll(async () => {
  await engine.close();
  await rm(directory, { recursive: true, force: true });
});

const rows = 5003;
const absent = (i: number, c: number) => (i * 31 + c * 17) % (c + 2) === 0 && i % 2 === 0;
const text = (i: number) =>
  ["", `s${i}`, "exactly 12 b", "exactly 13 by", `🙂 longer than a slot ${i}`][i % 5]!;

interface Sample {
  readonly type: DataType;
  /** What the builder takes for row i. */
  readonly value: (i: number) => unknown;
  /** What SELECT name::varchar gives for it. */
  readonly shown: (i: number) => string;
}

const day = (i: number) => (i % 40_000) - 20_000;
const isoDay = (i: number) => new Date(day(i) * 86_400_000).toISOString().slice(0, 10);
const isoSecond = (i: number) =>
  new Date(day(i) * 86_400_000 + 3_723_000).toISOString().slice(0, 19).replace("T", " ");
const seconds = (i: number) => BigInt(day(i)) * 86_400n + 3723n;
const integer = (type: DataType, value: (i: number) => number | bigint): Sample => ({
  type,
  value,
  shown: (i) => String(value(i)),
});

const samples: Record<string, Sample> = {
  int8: integer(new Int8(), (i) => (i % 256) - 128),
  int16: integer(new Int16(), (i) => (i % 65_536) - 32_768),
  int32: integer(new Int32(), (i) => i * 400_000 - 1_000_000_000),
  int64: integer(new Int64(), (i) => BigInt(i) * -1_000_000_000_007n),
  uint8: integer(new Uint8(), (i) => i % 256),
  uint16: integer(new Uint16(), (i) => i % 65_536),
  uint32: integer(new Uint32(), (i) => i * 800_000),
  uint64: integer(new Uint64(), (i) => BigInt(i) * 3_000_000_000_000_007n),
  float32: { type: new Float32(), value: (i) => i / 8, shown: (i) => (i / 8).toFixed(3) },
  float64: { type: new Float64(), value: (i) => -(i + 1) / 8, shown: (i) => (-(i + 1) / 8).toFixed(3) },
  bool: { type: new Bool(), value: (i) => i % 3 === 0, shown: (i) => String(i % 3 === 0) },
  utf8: { type: new Utf8(), value: text, shown: text },
  large_utf8: { type: new LargeUtf8(), value: text, shown: text },
  utf8_view: { type: new Utf8View(), value: text, shown: text },
  dictionary8: {
    type: new Dictionary(new Utf8(), new Int8(), 1),
    value: (i) => text(i % 100),
    shown: (i) => text(i % 100),
  },
  dictionary32: { type: new Dictionary(new Utf8(), new Uint32(), 2), value: text, shown: text },
};

/** Types whose values the builders take in other units: given as stored. */
const stored: Record<
  string,
  Sample & { readonly array: (n: number) => Int32Array | BigInt64Array | Uint32Array }
> = {
  date_day: storedAs(new DateDay(), (n) => new Int32Array(n), day, isoDay),
  date_ms: storedAs(
    new DateMillisecond(),
    (n) => new BigInt64Array(n),
    (i) => BigInt(day(i)) * 86_400_000n,
    isoDay,
  ),
  ts_s: storedAs(new TimestampSecond(), (n) => new BigInt64Array(n), seconds, isoSecond),
  ts_ms: storedAs(
    new TimestampMillisecond(),
    (n) => new BigInt64Array(n),
    (i) => seconds(i) * 1000n + 5n,
    (i) => `${isoSecond(i)}.005`,
  ),
  ts_us: storedAs(
    new TimestampMicrosecond(),
    (n) => new BigInt64Array(n),
    (i) => seconds(i) * 1_000_000n + 7n,
    (i) => `${isoSecond(i)}.000007`,
  ),
  ts_ns: storedAs(
    new TimestampNanosecond(),
    (n) => new BigInt64Array(n),
    (i) => seconds(i) * 1_000_000_000n + 9n,
    (i) => `${isoSecond(i)}.000000009`,
  ),
  tz_s: storedAs(
    new TimestampSecond("UTC"),
    (n) => new BigInt64Array(n),
    seconds,
    (i) => `${isoSecond(i)}+00`,
  ),
  tz_us: storedAs(
    new TimestampMicrosecond("Europe/Rome"),
    (n) => new BigInt64Array(n),
    (i) => seconds(i) * 1_000_000n,
    (i) => `${isoSecond(i)}+00`,
  ),
  tz_ns: storedAs(
    new TimestampNanosecond("UTC"),
    (n) => new BigInt64Array(n),
    (i) => seconds(i) * 1_000_000_000n + 1999n,
    (i) => `${isoSecond(i)}.000001+00`,
  ),
  decimal4: decimal(4, 2, (i) => BigInt((i % 19_999) - 9999)),
  decimal9: decimal(9, 2, (i) => BigInt(i) * 199_000n - 499_000_000n),
  decimal18: decimal(18, 4, (i) => BigInt(i) * 199_000_000_000_003n - 499_000_000_000_000_000n),
  decimal38: decimal(38, 6, (i) => BigInt(i) * 12_345_678_901_234_567_890_123n * (i % 2 === 0 ? 1n : -1n)),
};

function storedAs(
  type: DataType,
  array: (n: number) => Int32Array | BigInt64Array,
  value: (i: number) => unknown,
  shown: (i: number) => string,
) {
  return { type, array, value, shown };
}

function decimal(precision: number, scale: number, value: (i: number) => bigint) {
  const shown = (i: number) => {
    const n = value(i);
    const digits = String(n < 0n ? -n : n).padStart(scale + 1, "0");
    return `${n < 0n ? "-" : ""}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  };
  return {
    type: new Decimal(scale, precision, 128),
    array: (n: number) => new Uint32Array(n * 4),
    value,
    shown,
  };
}

function bitmap(c: number, n: number, some: boolean): Uint8Array | undefined {
  if (!some) return undefined;
  const bits = new Uint8Array((n + 7) >> 3);
  for (let i = 0; i < n; i++) if (!absent(i, c)) bits[i >> 3]! |= 1 << (i & 7);
  return bits;
}

/** One batch with all types, in all or no column of which some values are absent. */
function everything(n: number, some: boolean, shared = false): RecordBatch {
  const children: Data[] = [];
  const fields: Field[] = [];
  for (const [name, sample] of Object.entries(samples)) {
    const c = fields.length;
    const values = Array.from({ length: n }, (_, i) => (some && absent(i, c) ? null : sample.value(i)));
    children.push(vectorFromArray(values, sample.type).data[0]!);
    fields.push(new Field(name, sample.type, true));
  }
  for (const [name, sample] of Object.entries(stored)) {
    const c = fields.length;
    let array = sample.array(n);
    for (let i = 0; i < n; i++) {
      if (array instanceof Uint32Array) {
        const value = BigInt.asUintN(128, sample.value(i) as bigint);
        for (let w = 0; w < 4; w++) array[i * 4 + w] = Number((value >> BigInt(32 * w)) & 0xffffffffn);
      } else array[i] = sample.value(i) as never;
    }
    if (shared) {
      const memory = new SharedArrayBuffer(array.byteLength);
      new Uint8Array(memory).set(new Uint8Array(array.buffer));
      array = new (array.constructor as new (buffer: SharedArrayBuffer) => typeof array)(memory);
    }
    children.push(
      new Data(sample.type, 0, n, some ? -1 : 0, [undefined, array, bitmap(c, n, some)] as never),
    );
    fields.push(new Field(name, sample.type, true));
  }
  return batchOf(fields, children);
}

function batchOf(fields: Field[], children: Data[]): RecordBatch {
  return new RecordBatch(
    new Schema(fields),
    new Data(new Struct(fields), 0, children[0]!.length, 0, undefined, children),
  );
}

const all = { ...samples, ...stored };
const names = Object.keys(all);

/** The loaded table as text. */
async function loaded() {
  const shown = names.map((name) =>
    name.startsWith("float") ? `printf('%.3f', ${name}) as ${name}` : `${name}::varchar as ${name}`,
  );
  return engine.rows({ kind: "sql", text: `select ${shown.join(", ")} from t` });
}

function wanted(indices: readonly number[], some: boolean) {
  return indices.map((i) =>
    Object.fromEntries(names.map((name, c) => [name, some && absent(i, c) ? null : all[name]!.shown(i)])),
  );
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

describe("record batches into DuckDB", () => {
  test.each([true, false])("every type arrives as it was (with absent values: %s)", async (some) => {
    expect(await engine.load({ name: "t" }, [everything(rows, some)])).toBe(rows);
    expect(await loaded()).toEqual(wanted(range(0, rows), some));
    const types = Object.fromEntries(
      (await engine.describe(sql`select * from t`)).map((c) => [c.name, c.type]),
    );
    expect(types).toMatchObject({
      int8: "TINYINT",
      uint64: "UBIGINT",
      float32: "FLOAT",
      date_ms: "DATE",
      ts_ns: "TIMESTAMP_NS",
      tz_us: "TIMESTAMP WITH TIME ZONE",
      decimal18: "DECIMAL(18,4)",
      dictionary32: "VARCHAR",
      utf8_view: "VARCHAR",
    });
  });

  test.each([
    [1, 2],
    [3, 2500],
    [8, 4104],
    [2049, 5003],
  ])("a slice of rows %d to %d is loaded as what it shows", async (from, to) => {
    const slices = [everything(rows, true).slice(from, to), everything(rows, false).slice(from, to)];
    await engine.load({ name: "t" }, slices);
    expect(await loaded()).toEqual([...wanted(range(from, to), true), ...wanted(range(from, to), false)]);
  });

  test("memory shared between threads is read", async () => {
    await engine.load({ name: "t" }, [everything(3000, true, true)]);
    expect(await loaded()).toEqual(wanted(range(0, 3000), true));
  });

  test("many small and empty batches make one table", async () => {
    const batch = everything(700, true);
    const parts = range(0, 700).map((i) => batch.slice(i, i + (i % 10 === 0 ? 1 : 0)));
    expect(await engine.load({ name: "t" }, parts)).toBe(70);
    expect(await loaded()).toEqual(
      wanted(
        range(0, 70).map((i) => i * 10),
        true,
      ),
    );
  });

  test("text may be encoded differently from batch to batch", async () => {
    const encode = (values: string[], type: DataType) => {
      const data = vectorFromArray(values, type).data[0]!;
      return batchOf([new Field("s", type, true)], [data]);
    };
    const batches = [
      encode(["a", "b"], new Utf8()),
      encode(["c", "a rather long text"], new Dictionary(new Utf8(), new Int32(), 7)),
      encode(["d"], new Dictionary(new Utf8(), new Int32(), 8)),
      encode(["e"], new LargeUtf8()),
    ];
    expect(await engine.load({ name: "t" }, batches)).toBe(6);
    expect((await engine.rows(sql`select s from t`)).map((row) => row.s)).toEqual([
      "a",
      "b",
      "c",
      "a rather long text",
      "d",
      "e",
    ]);
  });

  test("a dictionary entry, or the index to it, may be absent", async () => {
    const dictionary = vectorFromArray(["x", null, "y"], new Utf8());
    const type = new Dictionary(new Utf8(), new Int32(), 9);
    const data = new Data(
      type,
      0,
      5,
      1,
      [undefined, Int32Array.of(0, 1, 2, 0, 2), Uint8Array.of(0b10111)] as never,
      [],
      dictionary,
    );
    await engine.load({ name: "t" }, [batchOf([new Field("s", type, true)], [data])]);
    expect((await engine.rows(sql`select s from t`)).map((row) => row.s)).toEqual([
      "x",
      null,
      "y",
      null,
      "y",
    ]);
  });

  test("a query's batches can be loaded again", async () => {
    await engine.execute(sql`create or replace table source as select i::int as i, (i % 7)::decimal(12, 3) as d, sum(i) over () as h,
      case when i % 3 = 0 then null else 'customer number ' || i end as s, timestamptz '2024-01-01 00:00:00+00' as z from range(200000) t(i)`);
    expect(await engine.load({ name: "copy" }, engine.query(sql`select * from source`))).toBe(200_000);
    expect(
      await engine.rows(sql`(from source except all from copy) union all (from copy except all from source)`),
    ).toEqual([]);
  });

  test("an index outside the dictionary, and a column shorter than its batch, are errors and no crash", async () => {
    const type = new Dictionary(new Utf8(), new Int32(), 10);
    const data = new Data(
      type,
      0,
      1,
      0,
      [undefined, Int32Array.of(5)] as never,
      [],
      vectorFromArray(["x"], new Utf8()),
    );
    await expect(engine.load({ name: "u" }, [batchOf([new Field("s", type, true)], [data])])).rejects.toThrow(
      "index 5 of 1",
    );
    const short = new Data(new Int32(), 0, 10, 0, [undefined, new Int32Array(3)] as never);
    await expect(
      engine.load({ name: "u" }, [batchOf([new Field("n", new Int32(), true)], [short])]),
    ).rejects.toThrow("ends after 12 bytes");
    await expect(engine.rows(sql`select * from u`)).rejects.toThrow("does not exist");
  });

  test("a type that cannot be loaded is named", async () => {
    const type = new List(new Field("item", new Int32(), true));
    const data = vectorFromArray([[1], [2]], type).data[0]!;
    await expect(
      engine.load({ name: "u" }, [batchOf([new Field("pair", type, true)], [data])]),
    ).rejects.toThrow(/Arrow column "pair" has type List/);
  });
});
