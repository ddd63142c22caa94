import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { type RecordBatch, Table, tableFromIPC, tableToIPC } from "apache-arrow";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { arrowBatches } from "../../../../pipeline/engines/arrow/arrow.js";
import { copyBits, countBits, isSet, setBits } from "../../../../pipeline/engines/arrow/bits.js";

let instance: DuckDBInstance;
let connection: DuckDBConnection;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "clv-arrow-"));
  instance = await DuckDBInstance.create(":memory:", { threads: "2" });
  connection = await instance.connect();
  await connection.run("set TimeZone = 'UTC'");
  await connection.run("create type colour as enum ('red', 'grün', 'a colour with a long name')");
  const members = Array.from({ length: 300 }, (_, i) => `'m${i}'`);
  await connection.run(`create type many as enum (${members.join(", ")})`);
});
afterAll(async () => {
  connection.disconnectSync();
  instance.closeSync();
  await rm(directory, { recursive: true, force: true });
});

async function convert(query: string, rows?: number): Promise<RecordBatch[]> {
  const result = await connection.stream(query);
  const source = {
    names: result.deduplicatedColumnNames(),
    types: result.columnTypes(),
    fetchChunk: () => result.fetchChunk(),
  };
  const batches = [];
  for await (const batch of arrowBatches(source, rows)) batches.push(batch);
  return batches;
}

/** Type and expression over h, a hash of the row number, and i, the row number. */
const columns: Record<string, readonly [type: string, expression: string]> = {
  tiny: ["tinyint", "(h % 256)::int - 128"],
  small: ["smallint", "(h % 65536)::int - 32768"],
  whole: ["integer", "((h >> 8) % 4294967296)::bigint - 2147483648"],
  large: ["bigint", "(h >> 1)::bigint * if(i % 2 = 0, 1, -1)"],
  utiny: ["utinyint", "h % 256"],
  usmall: ["usmallint", "h % 65536"],
  uwhole: ["uinteger", "h >> 32"],
  ularge: ["ubigint", "h"],
  huge: [
    "hugeint",
    "h::hugeint * (h >> 3)::hugeint % 99999999999999999999999999999999999999 * if(i % 2 = 0, 1, -1)",
  ],
  single: ["float", "(h % 1000003) / 7"],
  double: ["double", "(h % 1000000007) / 7.0::double * if(i % 3 = 0, 1e-300::double, -1)"],
  flag: ["boolean", "h % 3 = 0"],
  decimal4: ["decimal(4, 2)", "((h % 19999)::int - 9999) / 100"],
  decimal9: ["decimal(9, 2)", "((h % 1999999999)::bigint - 999999999)::decimal(20, 2) / 100"],
  decimal18: ["decimal(18, 4)", "((h >> 6)::bigint - 100000000000000000)::decimal(25, 4) / 10000"],
  decimal38: [
    "decimal(38, 10)",
    "h::hugeint * (h >> 2)::hugeint % 9999999999999999999999999999 * if(i % 2 = 0, 1, -1)",
  ],
  day: ["date", "date '1970-01-01' + ((h % 80000)::int - 30000)"],
  moment: ["timestamp", "make_timestamp((h >> 12)::bigint - 1000000000000000)"],
  instant: ["timestamptz", "make_timestamp((h >> 12)::bigint)"],
  seconds: ["timestamp_s", "to_timestamp((h >> 32)::bigint)::timestamp"],
  milliseconds: ["timestamp_ms", "make_timestamp((h >> 12)::bigint)"],
  nanoseconds: ["timestamp_ns", "make_timestamp((h >> 14)::bigint)"],
  text: ["varchar", "repeat('é', (h % 30)::int) || if(h % 11 = 0, '', i::varchar)"],
  short: ["varchar", "'C' || (h % 100000)::varchar"],
  colour: ["colour", "['red', 'grün', 'a colour with a long name'][(h % 3)::int + 1]"],
  member: ["many", "'m' || (h % 300)::varchar"],
};

/** All columns; each is absent in about one of `nullEvery` rows. */
function select(rows: number, nullEvery: number): string {
  const list = Object.entries(columns).map(
    ([name, [type, expression]], c) =>
      `(case when (h >> ${c + 5}) % ${nullEvery} <> 0 then ${expression} end)::${type} as ${name}`,
  );
  return `select ${list.join(", ")} from (select i, hash(i) as h from range(${rows}) t(i))`;
}

/** A value of a record batch as DuckDB's JSON form writes it. */
function json(name: string, value: unknown, scale: number): unknown {
  if (value === null) return null;
  if (name.startsWith("decimal") || name === "huge") return decimal(value as Uint32Array, scale);
  if (name === "large" || name === "ularge") return String(value);
  return value;
}

function decimal(words: Uint32Array, scale: number): string {
  let n = 0n;
  for (let i = 3; i >= 0; i--) n = (n << 32n) | BigInt(words[i]!);
  n = BigInt.asIntN(128, n);
  const digits = String(n < 0n ? -n : n).padStart(scale + 1, "0");
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
  return n < 0n ? `-${text}` : text;
}

/** Dates and times are compared as DuckDB's own text of the stored number. */
const asStored = (name: string): string =>
  ({
    day: "(day - date '1970-01-01')::int",
    moment: "epoch_us(moment)",
    instant: "epoch_us(instant)",
    seconds: "epoch_us(seconds::timestamp) // 1000000",
    milliseconds: "epoch_ms(milliseconds::timestamp)",
    nanoseconds: "epoch_ns(nanoseconds)",
  })[name] ?? name;
const temporal = new Set(["day", "moment", "instant", "seconds", "milliseconds", "nanoseconds"]);

async function expected(query: string): Promise<Record<string, unknown>[]> {
  const list = Object.keys(columns).map((name) => `${asStored(name)} as ${name}`);
  const result = await connection.run(`select ${list.join(", ")} from (${query})`);
  return result.getRowObjectsJson();
}

function actual(batch: RecordBatch): Record<string, unknown>[] {
  const rows: Record<string, unknown>[] = Array.from({ length: batch.numRows }, () => ({}));
  for (const [c, field] of batch.schema.fields.entries()) {
    const vector = batch.getChildAt(c)!;
    const stored = vector.data[0]!.values as Int32Array | BigInt64Array;
    for (let i = 0; i < batch.numRows; i++) {
      const value: unknown =
        temporal.has(field.name) && vector.get(i) !== null
          ? field.name === "day"
            ? stored[i]
            : String(stored[i])
          : json(field.name, vector.get(i), (field.type as { scale?: number }).scale ?? 0);
      rows[i]![field.name] = value;
    }
  }
  return rows;
}

describe("a DuckDB result as record batches", () => {
  test.each([
    [20_000, 3, 5000],
    [7001, 1_000_000_007, 131_072],
    [9999, 1, 2048],
    [1, 2, 131_072],
  ])("%d rows, one in %d absent, batches up to %d rows: equal to getRowObjectsJson", async (rows, nulls, limit) => {
    const query = select(rows, nulls);
    const batches = await convert(query, limit);
    expect(batches.every((batch) => batch.numRows > 0 && batch.numRows <= limit)).toBe(true);
    expect(batches.flatMap(actual)).toEqual(await expected(query));
  });

  test("chunks of odd sizes, with and without absent values, fall anywhere in a batch", async () => {
    await connection.run(`create or replace table odd as ${select(30_000, 5)}`);
    const query = "select * from odd where hash(whole) % 7 <> 0 or whole is null";
    const batches = await convert(query, 10_007);
    expect(batches.length).toBeGreaterThan(2);
    expect(batches.flatMap(actual)).toEqual(await expected(query));
    // long runs without absent values before, between and after chunks with them
    const runs = `select case when (i // 3000) % 2 = 1 and i % 3 = 0 then null else i end as n from range(20000) t(i) where i % 5 <> 0`;
    const found = (await convert(runs, 7000)).flatMap((batch) => Array.from(batch.getChildAt(0)!, (n) => n));
    const wanted = Array.from({ length: 20_000 }, (_, i) => i)
      .filter((i) => i % 5 !== 0)
      .map((i) => (Math.floor(i / 3000) % 2 === 1 && i % 3 === 0 ? null : BigInt(i)));
    expect(found).toEqual(wanted);
  });

  test("constants, dictionary-coded Parquet and joined rows are read as any others", async () => {
    const file = join(directory, "coded.parquet");
    await connection.run(
      `copy (select i, 'a repeated text no. ' || (i % 5) as s from range(50000) t(i)) to '${file}'`,
    );
    const query = `select 'always the same long text' as c, null::int as n, p.s, q.s as s2
      from '${file}' p join '${file}' q on q.i = p.i * 7 order by p.i`;
    const batches = await convert(query, 3000);
    const rows = batches.flatMap((batch) =>
      batch.toArray().map((row: { toJSON(): unknown }) => row.toJSON()),
    );
    expect(rows).toEqual(await (await connection.run(query)).getRowObjectsJson());
  });

  test("strings lying apart, touching, short between long, and empty ones keep their bytes", async () => {
    await connection.run(`create or replace table texts as select hash(i) as h,
      case i % 4 when 0 then 'long text number ' || i when 1 then 'short' || i % 9 when 2 then '' else repeat('🙂', (i % 40)::int) end as s
      from range(60000) t(i)`);
    const query = "select s from texts order by h";
    const found = (await convert(query)).flatMap((batch) => [...batch.getChildAt(0)!]);
    const rows = await (await connection.run(query)).getRowsJson();
    expect(found).toEqual(rows.map((row) => row[0]));
  });

  test("no row gives one empty batch that says its columns", async () => {
    const batches = await convert(`${select(10, 2)} where false`);
    expect(batches.map((batch) => batch.numRows)).toEqual([0]);
    const types = batches[0]!.schema.fields.map((field) => `${field.name} ${field.type}`);
    expect(types).toContain("huge Decimal[38e0]");
    expect(types).toContain("decimal18 Decimal[18e+4]");
    expect(types).toContain("colour Dictionary<Uint8, Utf8>");
    expect(types).toContain("member Dictionary<Uint16, Utf8>");
    expect(types).toContain("instant Timestamp<MICROSECOND, UTC>");
  });

  test("equal results have equal bytes, and survive Arrow IPC", async () => {
    const ipc = async () => tableToIPC(new Table(await convert(select(5000, 3), 2048)), "file");
    const bytes = await ipc();
    expect(Buffer.compare(Buffer.from(bytes), Buffer.from(await ipc()))).toBe(0);
    const back = tableFromIPC(bytes).batches.flatMap(actual);
    expect(back).toEqual(await expected(select(5000, 3)));
  });

  test("batches are independent of each other", async () => {
    const [first, second] = await convert("select i::int as i, i::varchar as s from range(4096) t(i)", 2048);
    expect([first!.getChild("i")!.get(0), first!.getChild("s")!.get(2047)]).toEqual([0, "2047"]);
    expect([second!.getChild("i")!.get(0), second!.getChild("s")!.get(2047)]).toEqual([2048, "4095"]);
  });

  test("a column without counterpart is named", async () => {
    await expect(convert("select [1, 2] as pair")).rejects.toThrow(
      /column "pair" of the result has type INTEGER\[\]/,
    );
  });
});

test("bits are copied between any two positions", () => {
  const source = Uint8Array.from([0b10110101, 0b01011100, 0b11110000, 0b00001111]);
  for (let from = 0; from < 9; from++) {
    for (let at = 0; at < 9; at++) {
      for (const count of [0, 1, 7, 8, 9, 17]) {
        const target = new Uint8Array(4);
        copyBits(target, at, source, from, count);
        for (let i = 0; i < 32; i++) {
          expect(isSet(target, i)).toBe(i >= at && i < at + count && isSet(source, from + i - at));
        }
        const ones = new Uint8Array(4);
        setBits(ones, at, count);
        expect(countBits(ones, 32)).toBe(count);
        expect(countBits(ones, at)).toBe(0);
      }
    }
  }
  expect(countBits(source, 13)).toBe(8);
});
