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
import { isSet } from "../../pipeline/engines/arrow/bits.js";
import {
  columnDefinitions,
  connectPostgres,
  type PostgresClient,
} from "../../pipeline/engines/postgres/client.js";
import { id, list, sql } from "../../pipeline/sql/sql.js";
import { collect } from "../pipeline/engines/engine-contract.js";
import { sharedPostgres } from "./shared-servers.js";

let client: PostgresClient;
beforeAll(async () => {
  const { env } = await sharedPostgres("types");
  client = await connectPostgres({ env });
});
afterAll(() => client.close());

/** More than a batch that comes back holds. */
const rows = 140_000;
const batchRows = 40_000;

type Stored = number | bigint | string | boolean;
type Numbers = { [index: number]: number | bigint } & ArrayBufferView;

interface Sample {
  readonly type: DataType;
  /** Arrow data of rows `from` to `from + n`, without what is absent. */
  data(from: number, n: number, bits: Uint8Array, nulls: number): Data;
  /** What the server shows for row i as text. */
  shown(i: number): string;
  /** What comes back in row i. */
  back(i: number): Stored;
}

function numbers(
  type: DataType,
  array: (n: number) => Numbers,
  value: (i: number) => number | bigint,
  back: (i: number) => Stored = value,
  shown: (i: number) => string = (i) => String(value(i)),
): Sample {
  const data: Sample["data"] = (from, n, bits, nulls) => {
    const values = array(n);
    for (let i = 0; i < n; i++) values[i] = value(from + i);
    return new Data(type, 0, n, nulls, [undefined, values, bits] as never);
  };
  return { type, data, shown, back };
}

const texts = (type: DataType, value: (i: number) => string): Sample => ({
  type,
  data: (from, n, bits, nulls) => {
    const all = Array.from({ length: n }, (_, i) => (isSet(bits, i) ? value(from + i) : null));
    const { data } = vectorFromArray(all, type);
    expect(data[0]!.nullCount).toBe(nulls);
    return data[0]!;
  },
  shown: value,
  back: value,
});

function decimals(precision: number, scale: number, value: (i: number) => bigint): Sample {
  const type = new Decimal(scale, precision, 128);
  const shown = (i: number) => {
    const v = value(i);
    const digits = (v < 0n ? -v : v).toString().padStart(scale + 1, "0");
    const whole = digits.slice(0, digits.length - scale);
    return `${v < 0n ? "-" : ""}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ""}`;
  };
  const data: Sample["data"] = (from, n, bits, nulls) => {
    const words = new Uint32Array(n * 4);
    for (let i = 0; i < n; i++) {
      let v = BigInt.asUintN(128, value(from + i));
      for (let w = 0; w < 4; w++, v >>= 32n) words[i * 4 + w] = Number(v & 0xffffffffn);
    }
    return new Data(type, 0, n, nulls, [undefined, words, bits] as never);
  };
  return { type, data, shown, back: value };
}

const text = (i: number) =>
  ["", `s${i}`, "naïve €", "🙂 tab\tquote'\\n", `${"x".repeat(i % 90)}${i}`][i % 5]!;
const day = (i: number) => (i % 40_000) - 20_000;
const isoDay = (i: number) => new Date(day(i) * 86_400_000).toISOString().slice(0, 10);
const second = (i: number) => BigInt(day(i)) * 86_400n + 3723n;
const isoSecond = (i: number) => `${isoDay(i)} 01:02:03`;
const big = (n: number) => new BigInt64Array(n);
const times = (
  type: DataType,
  perSecond: bigint,
  more: bigint,
  fraction: string,
  microseconds: bigint,
  zone = "",
) =>
  numbers(
    type,
    big,
    (i) => second(i) * perSecond + more,
    (i) => second(i) * 1_000_000n + microseconds,
    (i) => `${isoSecond(i)}${fraction}${zone}`,
  );
const double = (i: number) => [0.1 * i, -1e-300 * i, 1e300, Number.NaN, -Infinity, -0][i % 6]!;

const samples: Readonly<Record<string, Sample>> = {
  int8: numbers(
    new Int8(),
    (n) => new Int8Array(n),
    (i) => (i % 256) - 128,
  ),
  int16: numbers(
    new Int16(),
    (n) => new Int16Array(n),
    (i) => (i % 65_536) - 32_768,
  ),
  int32: numbers(
    new Int32(),
    (n) => new Int32Array(n),
    (i) => (i % 2 ? -1 : 1) * (i * 7000 + 1),
  ),
  int64: numbers(new Int64(), big, (i) => BigInt(i - 150_000) * 61_489_146_912_315n),
  uint8: numbers(
    new Uint8(),
    (n) => new Uint8Array(n),
    (i) => i % 256,
  ),
  uint16: numbers(
    new Uint16(),
    (n) => new Uint16Array(n),
    (i) => i % 65_536,
  ),
  uint32: numbers(
    new Uint32(),
    (n) => new Uint32Array(n),
    (i) => i * 14_000,
    (i) => BigInt(i * 14_000),
  ),
  uint64: numbers(
    new Uint64(),
    (n) => new BigUint64Array(n),
    (i) => BigInt(i) * 61_489_146_912_315n,
  ),
  float32: numbers(
    new Float32(),
    (n) => new Float32Array(n),
    (i) => i / 8,
  ),
  float64: numbers(
    new Float64(),
    (n) => new Float64Array(n),
    double,
    double,
    (i) => {
      const value = double(i);
      return Object.is(value, -0)
        ? "-0"
        : String(value)
            .replace(/(\.?\d)e\+?/, "$1e+")
            .replace("e+-", "e-");
    },
  ),
  bool: {
    type: new Bool(),
    data: (from, n, bits, nulls) => {
      const values = new Uint8Array((n + 7) >> 3);
      for (let i = 0; i < n; i++) if ((from + i) % 3 === 0) values[i >> 3]! |= 1 << (i & 7);
      return new Data(new Bool(), 0, n, nulls, [undefined, values, bits] as never);
    },
    shown: (i) => String(i % 3 === 0),
    back: (i) => i % 3 === 0,
  },
  utf8: texts(new Utf8(), text),
  large_utf8: texts(new LargeUtf8(), text),
  utf8_view: texts(new Utf8View(), text),
  dictionary: texts(new Dictionary(new Utf8(), new Int16(), 1), (i) => text(i % 100)),
  date_day: numbers(new DateDay(), (n) => new Int32Array(n), day, day, isoDay),
  date_ms: numbers(new DateMillisecond(), big, (i) => BigInt(day(i)) * 86_400_000n, day, isoDay),
  ts_s: times(new TimestampSecond(), 1n, 0n, "", 0n),
  ts_ms: times(new TimestampMillisecond(), 1000n, 5n, ".005", 5000n),
  ts_us: times(new TimestampMicrosecond(), 1_000_000n, 7n, ".000007", 7n),
  ts_ns: times(new TimestampNanosecond(), 1_000_000_000n, 7999n, ".000007", 7n),
  tz_us: times(new TimestampMicrosecond("Europe/Rome"), 1_000_000n, 0n, "", 0n, "+00"),
  tz_ns: times(new TimestampNanosecond("UTC"), 1_000_000_000n, -1n, "", -1n, "+00"),
  dec_9_3: decimals(9, 3, (i) => BigInt(i * 3333 * (i % 2 ? -1 : 1)) % 1_000_000_000n),
  dec_15_0: decimals(15, 0, (i) => BigInt(i) * 3_333_333_333n - 499_999_999_999_999n),
  dec_18_4: decimals(18, 4, (i) => (BigInt(i) - 150_000n) * 6_666_666_666_666n),
  dec_18_18: decimals(18, 18, (i) => BigInt(i) * 3_333_333_333_333n),
  dec_38_0: decimals(38, 0, (i) => (BigInt(i) - 150_000n) * 10n ** 32n),
  dec_38_10: decimals(38, 10, (i) => (BigInt(i) - 150_000n) * 123_456_789_012_345_678_901_234_567_890_123n),
};
const names = Object.keys(samples);
const absent = (i: number, c: number) => (i * 31 + c * 17) % (c + 2) === 0;

function batch(from: number, n: number): RecordBatch {
  const children = names.map((name, c) => {
    const bits = new Uint8Array((n + 7) >> 3);
    let nulls = 0;
    for (let i = 0; i < n; i++) {
      if (absent(from + i, c)) nulls += 1;
      else bits[i >> 3]! |= 1 << (i & 7);
    }
    return samples[name]!.data(from, n, bits, nulls);
  });
  const row = numbers(
    new Int32(),
    (k) => new Int32Array(k),
    (i) => i,
  ).data(from, n, new Uint8Array(0), 0);
  const fields = ["row", ...names].map((name, c) => new Field(name, [row, ...children][c]!.type, true));
  return new RecordBatch(
    new Schema(fields),
    new Data(new Struct(fields), 0, n, 0, undefined, [row, ...children]),
  );
}

/** A value as it lies in memory. */
function stored(data: Data, i: number): Stored | null {
  if (data.nullCount > 0 && !isSet(data.nullBitmap as Uint8Array, data.offset + i)) return null;
  const values = data.values as Numbers;
  if (data.type instanceof Bool) return isSet(values as Uint8Array, i);
  if (data.type instanceof Utf8) {
    const [start, end] = [data.valueOffsets[i]!, data.valueOffsets[i + 1]!];
    return new TextDecoder().decode((values as Uint8Array).subarray(start, end));
  }
  if (!(data.type instanceof Decimal)) return values[i]!;
  let value = 0n;
  for (let w = 3; w >= 0; w--) value = (value << 32n) | BigInt(values[i * 4 + w]!);
  return BigInt.asIntN(128, value);
}

describe("copying in and out", () => {
  test("every type, with what is absent, goes into the server and comes back", async () => {
    const batches = Array.from({ length: Math.ceil(rows / batchRows) }, (_, b) =>
      batch(b * batchRows, Math.min(batchRows, rows - b * batchRows)),
    );
    // a slice too: its bitmaps begin in the middle of a byte
    const [first] = batches;
    batches.splice(0, 1, first!.slice(0, 13), first!.slice(13, batchRows));
    await client.execute(sql`create table all_types (${columnDefinitions(first!.schema)})`);
    expect(await client.copyIn(id("all_types"), ["row", ...names], batches)).toBe(rows);

    const shown = await client.rows(
      sql`select "row", ${list(names.map((name) => sql`${id(name)}::text as ${id(name)}`))} from all_types where "row" < 700 order by "row"`,
    );
    for (const [c, name] of names.entries()) {
      const expected = shown.map((_, i) => (absent(i, c) ? null : samples[name]!.shown(i)));
      expect(
        shown.map((row) => row[name]),
        name,
      ).toEqual(name === "tz_ns" ? expected.map((text) => text && beforeSecond(text)) : expected);
    }

    const wrong: string[] = [];
    let at = 0;
    for (const back of await collect(client.query(sql`select * from all_types order by "row"`))) {
      expect(back.schema.names).toEqual(["row", ...names]);
      for (const [c, name] of names.entries()) {
        const data = back.data.children[c + 1]!;
        for (let i = 0; i < back.numRows; i++) {
          const expected = absent(at + i, c) ? null : samples[name]!.back(at + i);
          const found = stored(data, i);
          if (!Object.is(found, expected)) wrong.push(`${name} ${at + i}: ${found}, not ${expected}`);
        }
      }
      at += back.numRows;
    }
    expect(wrong.slice(0, 20)).toEqual([]);
    expect(at).toBe(rows);
  });

  test("what has no type in Arrow comes as text, under its own name", async () => {
    const select = sql`select '{"a": 1}'::json as j, 'b3b0c442-98fc-1c14-9afb-f4c8996fb924'::uuid as u, interval '1 day' as i,
      7::oid as o, array[1, null] as a, 1 as same, 2 as same`;
    const [only] = await collect(client.query(select));
    expect(only!.schema.names).toEqual(["j", "u", "i", "o", "a", "same", "same"]);
    expect(only!.schema.fields.map((field) => String(field.type))).toEqual([
      "Utf8",
      "Utf8",
      "Utf8",
      "Int64",
      "Utf8",
      "Int32",
      "Int32",
    ]);
    const values = only!.data.children.map((data) => stored(data, 0));
    expect(values).toEqual([
      '{"a": 1}',
      "b3b0c442-98fc-1c14-9afb-f4c8996fb924",
      "1 day",
      7n,
      "{1,NULL}",
      1,
      2,
    ]);
  });

  test("types of numbers are those of other engines", async () => {
    const select = sql`select count(*) as n, 1 as i, 1::smallint as s, 1.5::real as r, 1.5::float8 as d, 1::numeric(18,4) as m,
      'x'::varchar(9) as v, 'x'::name as k, 'x'::char(3) as c, true as b`;
    const [only] = await collect(client.query(select));
    expect(only!.schema.fields.map((field) => String(field.type))).toEqual([
      "Int64",
      "Int32",
      "Int16",
      "Float32",
      "Float64",
      "Decimal[18e+4]",
      "Utf8",
      "Utf8",
      "Utf8",
      "Bool",
    ]);
  });

  test("what would be lost is refused with a way out", async () => {
    const refused = async (select: string) => {
      const error = await collect(client.query({ kind: "sql", text: select })).then(
        () => null,
        (reason: unknown) => reason as Error & { code?: string },
      );
      expect(error?.code).toBe("ENGINE_REFUSED");
      return error?.message;
    };
    expect(await refused("select sum(1::bigint) as total")).toMatch(
      /"total".*numeric without precision.*cast it/,
    );
    expect(await refused("select 1::numeric(50,2) as wide")).toMatch(/"wide".*numeric\(50,2\)/);
    expect(await refused("select date 'infinity' as d")).toMatch(/"d".*infinity.*isfinite/);
    expect(await refused("select timestamp '-infinity' as d")).toMatch(/"d".*infinity/);
    expect(await refused("select 'NaN'::numeric(9,2) as n")).toMatch(/"n".*NaN.*nullif/);
    // the connection is free again
    expect(await client.rows(sql`select 1 as one`)).toEqual([{ one: 1 }]);
  });

  test("rows: whole numbers while exact, the rest without loss", async () => {
    const select = sql`select 9007199254740991 as safe, 9007199254740993 as wide, 1.10::numeric(9,2) as money, 0.1::float8 as d,
      'NaN'::float8 as nan, date '2024-02-29' as day, timestamptz '2024-02-29 12:00+02' as at, array[1.5, null]::float8[] as a,
      array['a,b', null] as t, array[[1],[2]] as nested, '{"a": [1]}'::jsonb as j, null as nothing, false as no`;
    expect(await client.rows(select)).toEqual([
      {
        safe: 9007199254740991,
        wide: "9007199254740993",
        money: "1.10",
        d: 0.1,
        nan: "NaN",
        day: "2024-02-29",
        at: "2024-02-29 10:00:00+00",
        a: [1.5, null],
        t: ["a,b", null],
        nested: [[1], [2]],
        j: { a: [1] },
        nothing: null,
        no: false,
      },
    ]);
  });

  test("rows for a column of another type are refused before they are misread", async () => {
    await client.execute(sql`create table other_types (i bigint, d date)`);
    const [data] = [
      numbers(
        new Float64(),
        (n) => new Float64Array(n),
        (i) => i,
      ).data(0, 2, new Uint8Array(0), 0),
    ];
    const fields = ["i", "d"].map((name) => new Field(name, data.type, true));
    const children = new Data(new Struct(fields), 0, 2, 0, undefined, [data, data]);
    const wrong = new RecordBatch(new Schema(fields), children);
    await expect(client.copyIn(id("other_types"), ["i", "d"], [wrong])).rejects.toThrow(
      /column "i" of "other_types" has another type than the rows for it, which have \(i double precision/,
    );
    await expect(client.copyIn(id("other_types"), ["i"], [wrong])).rejects.toThrow(
      /2 columns, 1 were expected/,
    );
    expect(await client.rows(sql`select count(*) as n from other_types`)).toEqual([{ n: 0 }]);
  });
});

/** 01:02:03 minus a nanosecond, cut off to microseconds. */
function beforeSecond(text: string): string {
  return text.replace("01:02:03", "01:02:02.999999");
}
